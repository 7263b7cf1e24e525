/** The address of an asset's page, or of a part such as `/movements`. */
export function assetPath(id: string, part = ''): string {
  return `/assets/${id}${part}`;
}

/** The address of a movement on its asset's page. */
export function movementPath(assetId: string, movementId: string): string {
  return `${assetPath(assetId, '/movements')}#m-${movementId}`;
}
