const { promisify } = require('node:util');

const gulpfile = require('../../gulpfile');

/** Builds the package before the tests, so that they never test an old build. */
module.exports = async () => await promisify(gulpfile.package)();
