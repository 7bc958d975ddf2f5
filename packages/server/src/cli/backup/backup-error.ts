/** A backup that cannot be made, read or restored: printed without a stack. */
export class BackupError extends Error {
  override name = 'BackupError';
}
