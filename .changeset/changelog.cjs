/** An entry of CHANGELOG.md is what the changeset says: no commit, no author. */
module.exports = {
	getReleaseLine: async ({ summary }) => `- ${summary.trim().replaceAll('\n', '\n  ')}`,
	getDependencyReleaseLine: async () => '',
};
