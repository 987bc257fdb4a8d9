const UPLOADS = /\b(npm publish|git push|gh \w+)/;

/** Whether a step's script changes something at npm or GitHub. */
export const isUpload = (script = ''): boolean => UPLOADS.test(script);
