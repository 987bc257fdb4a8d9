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
		await this.fitIntoWindow();
	}

	/** Imports a file into a new workflow: ⋯ → Import → From file. */
	async importFile(file: string): Promise<void> {
		await this.page.goto('/workflow/new');
		await this.page.getByTestId('workflow-menu').click();
		await this.page.getByText('Import', { exact: true }).hover();
		const chooser = this.page.waitForEvent('filechooser');
		await this.page.getByText('From file', { exact: true }).click();
		await (await chooser).setFiles(file);
		await this.fitIntoWindow();
	}

	private async fitIntoWindow(): Promise<void> {
		await this.page.getByTestId('canvas-node').first().waitFor();
		await this.page.getByTestId('zoom-to-fit').click();
	}

	/** Saves the workflow (Ctrl+S). @returns its ID */
	async save(): Promise<string> {
		// Not its response: that may be the one to n8n's own saving of what was there before.
		const sent = this.page.waitForRequest(
			(request) =>
				/\/rest\/workflows(\/\w+)?(\?|$)/.test(request.url()) &&
				['POST', 'PATCH'].includes(request.method()),
		);
		await this.page.keyboard.press('Control+s');
		const saved = await (await sent).response();
		const { data } = (await saved?.json()) as { data: { id: string } };
		return data.id;
	}

	/** Publishes the saved workflow. */
	async publish(): Promise<void> {
		await this.page.getByTestId('workflow-open-publish-modal-button').click();
		await this.page.getByTestId('workflow-publish-button').click();
		await this.page.getByTestId('workflow-publish-button').waitFor({ state: 'detached' });
	}

	/** Whether n8n offers to publish the workflow that is open. */
	async canPublish(): Promise<boolean> {
		return await this.page.getByTestId('workflow-open-publish-modal-button').isEnabled();
	}

	/** Runs the workflow that is open: Execute workflow. */
	async executeWorkflow(): Promise<void> {
		await this.page.getByTestId('execute-workflow-button').click();
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
		const label = this.page.getByText(name, { exact: true });
		await this.page.getByTestId('canvas-node').filter({ has: label }).dblclick();
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

	/** Chooses a credential in the open node. */
	async chooseCredential(name: string): Promise<void> {
		const list = this.page.getByTestId('node-credentials-select').getByRole('combobox');
		// A list that opens with the focus closes again by itself.
		await list.focus();
		await this.page.waitForTimeout(500);
		await list.press('ArrowDown');
		await this.page.getByRole('option').filter({ hasText: name, visible: true }).click();
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
