/** Where an asset has its page, or a part of it such as `/movements`. */
export function assetPath(id: string, part = ''): string {
  return `/assets/${id}${part}`;
}

/** Where a movement stands on its asset's page. */
export function movementPath(assetId: string, movementId: string): string {
  return `${assetPath(assetId, '/movements')}#m-${movementId}`;
}
