import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/index.ts';

/** Keeps what was read for ten minutes, so that lists come back at once; a refusal is not asked for twice. */
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      gcTime: 600_000,
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
});
