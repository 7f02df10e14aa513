import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type ActBody,
  type MatterView,
  type MySigning,
  readMySigning,
  type SigningKey,
  signingKeys,
  useMySigning,
  useSession,
} from '../api/index.ts';
import type { SigningWords } from '../words/signing-words.ts';
import { NotWhatWasSeen, PasskeyRefused, WrongPassword } from './signing-errors.ts';

/** What a sign-off asks of the person beside the act itself. */
export type Asked = {
  /**
   * `none`: this verb is not signed, or the person has no key and none is owed. `owed`: a signature is required and there
   * is no key. `elsewhere`: the person's keys belong to another address of this office.
   */
  asks: 'none' | 'owed' | 'elsewhere' | 'signature';
  keys: SigningKey[];
  key: SigningKey | undefined;
  /** Whether the key opens by a password typed here. */
  byPassword: boolean;
  mayDecline: boolean;
  declined: boolean;
};

/** The signature under one verb of one node, as the form works with it. */
export type SignOff = Asked & {
  password: string;
  choose(id: string): void;
  decline(declined: boolean): void;
  type(password: string): void;
  /** My keys, waited for where they are not here yet: somebody quick must not send past the question. */
  load(): Promise<MySigning | undefined>;
  /** What stands in the way of signing, in words; null when it can be tried. */
  fault(words: SigningWords, mine: MySigning | undefined): string | null;
  /** The body with the signature, or saying that there is none. Throws what `signActs` throws. */
  signed(
    act: { matter: Omit<SignedMatter, 'flow'>; stepId: string; verb: string; body: ActBody },
    mine: MySigning | undefined,
  ): Promise<ActBody>;
};

/** What the form knows of a matter. */
export type SignedMatter = Pick<MatterView, 'id' | 'flow'> & {
  document?: { id?: string; root?: { sha256: string; sm3: string } | null | undefined } | null;
  mine?: { delegatedBy?: { postId: string } | null } | null;
};

/** State of the signature under one verb of one node. */
export function useSignOff(flow: string, node: string, verb: string): SignOff {
  const session = useSession();
  const client = useQueryClient();
  const { data } = useMySigning();
  const [chosen, setChosen] = useState('');
  const [declined, setDeclined] = useState(false);
  const [password, setPassword] = useState('');
  const askedBy = (mine: MySigning | undefined): Asked => {
    const keys = activeKeys(mine);
    const key = keys.find((one) => one.id === chosen) ?? keys[0];
    const isSigned = mine?.signOffs[flow]?.[node]?.includes(verb) ?? false;
    const mayDecline = mine?.rule !== 'required';
    return {
      asks: !isSigned
        ? 'none'
        : key !== undefined
          ? 'signature'
          : mine?.keys.some(({ state }) => state === 'active')
            ? 'elsewhere'
            : mayDecline
              ? 'none'
              : 'owed',
      keys,
      key,
      byPassword: key?.wrapped?.kdf === 'scrypt',
      mayDecline,
      declined: mayDecline && declined,
    };
  };
  return {
    ...askedBy(data),
    password,
    choose: setChosen,
    decline: setDeclined,
    type: setPassword,
    load: () =>
      client
        .ensureQueryData({ queryKey: signingKeys, queryFn: readMySigning })
        // The act itself says what is wrong with the line; the server refuses what it must.
        .catch(() => undefined),
    fault(words, mine) {
      const asked = askedBy(mine);
      if (asked.asks === 'elsewhere' && !asked.declined) {
        return words.elsewhere;
      }
      const needsPassword = asked.asks === 'signature' && !asked.declined && asked.byPassword;
      return needsPassword && password === '' ? words.needPassword : null;
    },
    async signed({ matter, stepId, verb: done, body }, mine) {
      const asked = askedBy(mine);
      if (asked.declined && (asked.asks === 'signature' || asked.asks === 'elsewhere')) {
        return { ...body, unsigned: true };
      }
      if (asked.asks !== 'signature' || asked.key === undefined) {
        return body;
      }
      const { signActs } = await import('./sign-acts.ts');
      const seen = {
        ...{ matterId: matter.id, stepId, verb: done, body },
        personId: session.person?.id ?? '',
        postIds: [session.post, ...(session.posts ?? [])].flatMap((post) => (post ? [post.id] : [])),
        organId: session.post?.organ.id ?? '',
        doc: matter.document?.id,
        ...(matter.mine ? { onBehalfOf: matter.mine.delegatedBy?.postId ?? null } : {}),
        root: matter.document?.root ?? undefined,
      };
      const [signature] = await signActs([seen], asked.key, password);
      // The contract's lists are not marked read-only; nobody changes them.
      return signature === undefined ? body : { ...body, signature: signature as ActBody['signature'] };
    },
  };
}

/** Keys that can sign here and now: a passkey of another site cannot. */
function activeKeys(mine: MySigning | undefined): SigningKey[] {
  const here = location.hostname;
  return (mine?.keys ?? []).filter((key) => {
    const site = key.wrapped?.kdf === 'webauthn-prf' ? key.wrapped.rpId : key.rpId;
    return key.state === 'active' && (site === null || site === here);
  });
}

/** What an error of signing means, in words; null when it is another error. */
export function signingFault(error: unknown, words: SigningWords): string | null {
  if (error instanceof WrongPassword) {
    return words.wrongPassword;
  }
  if (error instanceof PasskeyRefused) {
    return words.cancelled;
  }
  return error instanceof NotWhatWasSeen ? words.mismatch : null;
}
