/**
 * What a release needs to know, for the workflows.
 *
 * Usage: node scripts/release.mjs due     prints tag=v1.2.3, unless the version has a tag or is marked unreleased
 *        node scripts/release.mjs check   refuses a tag that does not fit; prints how to publish the version
 *        node scripts/release.mjs notes   prints the version's section in CHANGELOG.md
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { version, repository } = JSON.parse(readFileSync('package.json', 'utf8'));
const tag = `v${version}`;
const { GITHUB_ACTIONS, GITHUB_REF, GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env;

/** The version's section in CHANGELOG.md: what follows its number in the heading, and the text. */
function findSection() {
	const sections = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m);
	const section = sections.find((text) => text.split(/\s/, 1)[0] === version) ?? '';
	const [heading, ...lines] = section.split('\n');
	return { mark: heading.slice(version.length), notes: lines.join('\n').trim() };
}

const hasTag = () => execFileSync('git', ['ls-remote', '--tags', 'origin', tag]).length > 0;

function due() {
	const { mark, notes } = findSection();
	if (notes && !/unreleased/.test(mark) && !hasTag()) console.log(`tag=${tag}`);
}

function check() {
	const { mark, notes } = findSection();
	const isUnreleased = /unreleased/.test(mark);
	if (isUnreleased) console.error(`CHANGELOG.md marks ${version} as unreleased: GitHub stops here`);
	const source = `git+${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}.git`;
	const faults = [
		GITHUB_REF !== `refs/tags/${tag}` && `package.json says ${version}, but this is ${GITHUB_REF}`,
		// A rehearsal goes on.
		isUnreleased && GITHUB_ACTIONS === 'true' && 'A version that is unreleased is not published',
		!notes && `CHANGELOG.md has no section “## ${version}”`,
		// npm compares them, letter by letter, when it checks the provenance.
		repository.url !== source && `package.json names ${repository.url}, but this is ${source}`,
	].filter(Boolean);
	if (faults.length > 0) throw new Error(faults.join('\n'));
	const isPrerelease = version.includes('-');
	console.log(`prerelease=${isPrerelease}`);
	console.log(`dist-tag=${isPrerelease ? 'next' : 'latest'}`);
}

const notes = () => console.log(findSection().notes);

try {
	({ due, check, notes })[process.argv[2]]();
} catch (error) {
	console.error(error.message);
	process.exitCode = 1;
}
