/** Whether a seal can stand on a page of such a file; any other is closed in a container. */
export const hasPages = (format: string): boolean => format === 'pdf' || format === 'ofd';
