import type { Locator, Page } from 'playwright-core';

/** Drives n8n's editor in a browser. Each method is something a user does or sees. */
export class Editor {
	constructor(readonly page: Page) {}

	async openNewWorkflow(): Promise<void> {
		await this.page.goto('/workflow/new');
		await this.page.getByTestId('canvas-add-button').click();
	}

	/** Opens a workflow, and fits it into the window. */
	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`/workflow/${id}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
		await this.page.getByTestId('zoom-to-fit').click();
	}

	/** Searches in the node panel. @returns the names it lists */
	async searchNodes(text: string): Promise<string[]> {
		await this.page.getByTestId('node-creator-search-bar').fill(text);
		const names = this.page.getByTestId('node-creator-item-name');
		await names.first().waitFor();
		// The list updates a moment after you type.
		await this.page.waitForTimeout(500);
		return await names.allInnerTexts();
	}

	/** Opens a node in the list, with its triggers and actions unfolded. */
	async openNodeDetails(name: string): Promise<void> {
		await this.page.getByTestId('node-creator-item-name').getByText(name, { exact: true }).click();
		const actions = this.page.getByText(/^Actions \(\d+\)$/);
		await actions.waitFor();
		const notice = this.page.getByText('Actions need to be triggered');
		if (!(await notice.isVisible())) await actions.click();
		await notice.waitFor();
	}

	async listedActions(): Promise<string[]> {
		return await this.page.getByTestId('node-creator-item-name').allInnerTexts();
	}

	async addAction(action: string): Promise<void> {
		await this.page.getByTestId('node-creator-item-name').getByText(action).click();
		await this.page.getByTestId('node-parameters').waitFor();
	}

	/** Opens a node on the canvas, unless it is already open. */
	async openNode(name: string): Promise<void> {
		const parameters = this.page.getByTestId('node-parameters');
		await this.page.waitForTimeout(500);
		if (await parameters.isVisible()) return;
		await this.page.getByTestId('canvas-node').filter({ hasText: name }).dblclick();
		await parameters.waitFor();
	}

	/** The input of a parameter in the open node or credential. */
	parameter(name: string): Locator {
		return this.page.getByTestId(`parameter-input-${name}`);
	}

	/** The names of the parameters that the open node shows. */
	async parameters(): Promise<string[]> {
		const names = await this.page
			.getByTestId('node-parameters')
			.locator('[data-test-id^="parameter-input-"]')
			.evaluateAll((elements) =>
				elements.map((element) => element.getAttribute('data-test-id') ?? ''),
			);
		return names
			.map((name) => name.replace('parameter-input-', ''))
			.filter((name) => name !== 'field');
	}

	async fill(parameter: string, text: string): Promise<void> {
		const input = this.parameter(parameter).locator('input, textarea').first();
		await input.fill(text);
		await input.press('Tab');
	}

	/** @param time `YYYY-MM-DD HH:mm:ss` */
	async pickTime(parameter: string, time: string): Promise<void> {
		const input = this.parameter(parameter).locator('input').first();
		await input.fill(time);
		await input.press('Enter');
	}

	async choose(parameter: string, option: string): Promise<void> {
		await this.parameter(parameter).click();
		await this.page.getByRole('option').filter({ hasText: option, visible: true }).first().click();
	}

	/** What the list of a parameter offers. */
	async choices(parameter: string): Promise<string[]> {
		await this.parameter(parameter).click();
		const options = this.page.getByRole('option').filter({ visible: true });
		await options.first().waitFor();
		const texts = await options.allInnerTexts();
		await this.page.keyboard.press('Escape');
		return texts;
	}

	async executeStep(): Promise<void> {
		await this.page.locator('button:visible', { hasText: 'Execute step' }).first().click();
	}

	get output(): Locator {
		return this.page.getByTestId('output-panel');
	}

	async showOutputAs(view: 'table' | 'json' | 'schema'): Promise<void> {
		await this.output.hover();
		await this.output.getByTestId(`radio-button-${view}`).click();
	}

	/** Waits until n8n's notifications have disappeared. */
	async dismissToasts(): Promise<void> {
		const toasts = this.page.locator('.el-notification');
		await toasts.first().waitFor({ state: 'hidden' });
	}

	async closeNode(): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
	}
}
