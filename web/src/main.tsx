import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Gate } from './app/gate.tsx';
import { client } from './app/query-client.ts';
import './app/styles.ts';
import { startLayout } from './design/index.ts';
import { currentLanguage, loadLanguage, setLanguage } from './words/index.ts';

async function begin(): Promise<void> {
  startLayout();
  await loadLanguage(currentLanguage());
  setLanguage(currentLanguage());
  const place = document.getElementById('app');
  if (place === null) {
    throw new Error('The page has no place for the application');
  }
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Gate />
      </QueryClientProvider>
    </StrictMode>,
  );
}

begin();
