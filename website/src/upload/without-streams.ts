/** Stands where lib-storage asks `body instanceof Readable`: a browser's body never is one. */
export class Readable {}
