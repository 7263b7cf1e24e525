/** The page of a tenant. */
export function tenantPath(tenantId: string): string {
  return `/platform/tenants/${tenantId}`;
}
