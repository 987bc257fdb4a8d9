const { promisify } = require('node:util');

const gulpfile = require('../../gulpfile');

/** Builds the package before the tests, so that they never test what was built last. */
module.exports = async () => await promisify(gulpfile.package)();
