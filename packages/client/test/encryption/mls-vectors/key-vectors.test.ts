// The official vectors of keys and hashes.
import { expect, test } from 'vitest';
import { decodeAuthenticatedContent } from 'ts-mls/authenticatedContent.js';
import { determineLength } from 'ts-mls/codec/variableLength.js';
import { refhash } from 'ts-mls/crypto/hash.js';
import { decryptWithLabel, encryptWithLabel } from 'ts-mls/crypto/hpke.js';
import { deriveSecret, deriveTreeSecret, expandWithLabel } from 'ts-mls/crypto/kdf.js';
import { signWithLabel, verifyWithLabel } from 'ts-mls/crypto/signature.js';
import { verifyConfirmationTag } from 'ts-mls/framedContent.js';
import { encodeGroupContext } from 'ts-mls/groupContext.js';
import { initializeEpoch, mlsExporter } from 'ts-mls/keySchedule.js';
import { defaultKeyRetentionConfig } from 'ts-mls/keyRetentionConfig.js';
import { computePskSecret, type PreSharedKeyID } from 'ts-mls/presharedkey.js';
import { createSecretTree, deriveKey, deriveNonce, ratchetUntil } from 'ts-mls/secretTree.js';
import { expandSenderDataKey, expandSenderDataNonce } from 'ts-mls/sender.js';
import { createConfirmedHash, createInterimHash } from 'ts-mls/transcriptHash.js';
import { leafToNodeIndex, toLeafIndex } from 'ts-mls/treemath.js';
import { cipherSuite } from '../../../src/encryption/cipher-suite.ts';
import { bytes, contextOf, decodeWith, hexOf, vectorsOf, type ContextVector } from './vectors.ts';

/** Names that the vectors give to bytes. */
type Fields<Name extends string> = Readonly<Record<Name, string>>;

test('deserialization', () => {
  for (const vector of vectorsOf<{ vlbytes_header: string; length: number }>('deserialization'))
    expect(determineLength(bytes(vector.vlbytes_header)).length).toBe(vector.length);
});

interface CryptoBasics {
  ref_hash: Fields<'label' | 'value' | 'out'>;
  expand_with_label: Fields<'secret' | 'label' | 'context' | 'out'> & { length: number };
  derive_secret: Fields<'secret' | 'label' | 'out'>;
  derive_tree_secret: Fields<'secret' | 'label' | 'out'> & { generation: number; length: number };
  sign_with_label: Fields<'priv' | 'pub' | 'content' | 'label' | 'signature'>;
  encrypt_with_label: Fields<
    'priv' | 'pub' | 'label' | 'context' | 'plaintext' | 'kem_output' | 'ciphertext'
  >;
}

test('crypto-basics', async () => {
  const { hash, kdf, signature, hpke } = await cipherSuite();
  for (const vector of vectorsOf<CryptoBasics>('crypto-basics')) {
    const { ref_hash: ref, expand_with_label: expanded, derive_secret: secret } = vector;
    expect(hexOf(await refhash(ref.label, bytes(ref.value), hash))).toBe(ref.out);
    const { label, context, length } = expanded;
    expect(hexOf(await expandWithLabel(bytes(expanded.secret), label, bytes(context), length, kdf))).toBe(
      expanded.out,
    );
    expect(hexOf(await deriveSecret(bytes(secret.secret), secret.label, kdf))).toBe(secret.out);
    const leaf = vector.derive_tree_secret;
    expect(
      hexOf(await deriveTreeSecret(bytes(leaf.secret), leaf.label, leaf.generation, leaf.length, kdf)),
    ).toBe(leaf.out);
    const { sign_with_label: signed, encrypt_with_label: sealed } = vector;
    const content = bytes(signed.content);
    const own = await signWithLabel(bytes(signed.priv), signed.label, content, signature);
    for (const each of [bytes(signed.signature), own])
      expect(await verifyWithLabel(bytes(signed.pub), signed.label, content, each, signature)).toBe(true);
    const open = async (enc: Uint8Array, ct: Uint8Array): Promise<string> => {
      const key = await hpke.importPrivateKey(bytes(sealed.priv));
      return hexOf(await decryptWithLabel(key, sealed.label, bytes(sealed.context), enc, ct, hpke));
    };
    expect(await open(bytes(sealed.kem_output), bytes(sealed.ciphertext))).toBe(sealed.plaintext);
    const key = await hpke.importPublicKey(bytes(sealed.pub));
    const text = bytes(sealed.plaintext);
    const { enc, ct } = await encryptWithLabel(key, sealed.label, bytes(sealed.context), text, hpke);
    expect(await open(enc, ct)).toBe(sealed.plaintext);
  }
});

/** The secrets of an epoch, by their names in the vectors. */
const epochSecrets = {
  init_secret: 'initSecret',
  sender_data_secret: 'senderDataSecret',
  exporter_secret: 'exporterSecret',
  epoch_authenticator: 'epochAuthenticator',
  external_secret: 'externalSecret',
  confirmation_key: 'confirmationKey',
  membership_key: 'membershipKey',
  resumption_psk: 'resumptionPsk',
} as const;

interface EpochVector
  extends
    Fields<keyof typeof epochSecrets>,
    Fields<'commit_secret' | 'psk_secret' | 'group_context' | 'external_pub'>,
    Fields<'joiner_secret' | 'welcome_secret' | 'encryption_secret'>,
    Pick<ContextVector, 'tree_hash' | 'confirmed_transcript_hash'> {
  exporter: Fields<'label' | 'context' | 'secret'> & { length: number };
}

interface KeyScheduleVector extends Fields<'group_id' | 'initial_init_secret'> {
  epochs: EpochVector[];
}

test('key-schedule', async () => {
  const suite = await cipherSuite();
  for (const { group_id, initial_init_secret, epochs } of vectorsOf<KeyScheduleVector>('key-schedule')) {
    let initSecret = bytes(initial_init_secret);
    for (const [epoch, vector] of epochs.entries()) {
      const context = contextOf({ ...vector, group_id, epoch });
      expect(hexOf(encodeGroupContext(context))).toBe(vector.group_context);
      const [commit, psk] = [bytes(vector.commit_secret), bytes(vector.psk_secret)];
      const found = await initializeEpoch(initSecret, commit, context, psk, suite.kdf);
      expect(hexOf(found.joinerSecret)).toBe(vector.joiner_secret);
      expect(hexOf(found.welcomeSecret)).toBe(vector.welcome_secret);
      expect(hexOf(found.encryptionSecret)).toBe(vector.encryption_secret);
      for (const [name, secret] of Object.entries(epochSecrets) as [keyof typeof epochSecrets, never][])
        expect([name, hexOf(found.keySchedule[secret])]).toEqual([name, vector[name]]);
      const external = await suite.hpke.deriveKeyPair(bytes(vector.external_secret));
      expect(hexOf(await suite.hpke.exportPublicKey(external.publicKey))).toBe(vector.external_pub);
      const { label, context: about, length, secret } = vector.exporter;
      const exported = await mlsExporter(bytes(vector.exporter_secret), label, bytes(about), length, suite);
      expect(hexOf(exported)).toBe(secret);
      initSecret = bytes(vector.init_secret);
    }
  }
});

interface PskVector {
  psks: Fields<'psk_id' | 'psk' | 'psk_nonce'>[];
  psk_secret: string;
}

test('psk_secret', async () => {
  for (const { psks, psk_secret } of vectorsOf<PskVector>('psk-secret')) {
    const keys = psks.map(({ psk_id, psk, psk_nonce }): [PreSharedKeyID, Uint8Array] => [
      { psktype: 'external', pskId: bytes(psk_id), pskNonce: bytes(psk_nonce) },
      bytes(psk),
    ]);
    expect(hexOf(await computePskSecret(keys, await cipherSuite()))).toBe(psk_secret);
  }
});

interface SecretTreeVector {
  sender_data: Fields<'sender_data_secret' | 'ciphertext' | 'key' | 'nonce'>;
  encryption_secret: string;
  leaves: (Fields<'handshake_key' | 'handshake_nonce' | 'application_key' | 'application_nonce'> & {
    generation: number;
  })[][];
}

test('secret-tree', async () => {
  const suite = await cipherSuite();
  for (const { sender_data, encryption_secret, leaves } of vectorsOf<SecretTreeVector>('secret-tree')) {
    const [secret, sample] = [bytes(sender_data.sender_data_secret), bytes(sender_data.ciphertext)];
    expect(hexOf(await expandSenderDataKey(suite, secret, sample))).toBe(sender_data.key);
    expect(hexOf(await expandSenderDataNonce(suite, secret, sample))).toBe(sender_data.nonce);
    const tree = await createSecretTree(leaves.length, bytes(encryption_secret), suite.kdf);
    for (const [leaf, generations] of leaves.entries())
      for (const vector of generations)
        for (const kind of ['handshake', 'application'] as const) {
          const first = tree[leafToNodeIndex(toLeafIndex(leaf))]?.[kind];
          if (!first) throw new Error(`no secret of leaf ${leaf}`);
          const { generation } = vector;
          const [found] = await ratchetUntil(first, generation, defaultKeyRetentionConfig, suite.kdf);
          const key = await deriveKey(found.secret, found.generation, suite);
          const nonce = await deriveNonce(found.secret, found.generation, suite);
          expect([found.generation, hexOf(key), hexOf(nonce)]).toEqual([
            generation,
            vector[`${kind}_key`],
            vector[`${kind}_nonce`],
          ]);
        }
  }
});

type TranscriptVector = Fields<
  | 'confirmation_key'
  | 'authenticated_content'
  | 'interim_transcript_hash_before'
  | 'confirmed_transcript_hash_after'
  | 'interim_transcript_hash_after'
>;

test('transcript-hashes', async () => {
  const { hash } = await cipherSuite();
  for (const vector of vectorsOf<TranscriptVector>('transcript-hashes')) {
    const { wireformat, content, auth } = decodeWith(
      decodeAuthenticatedContent,
      vector.authenticated_content,
    );
    if (content.contentType !== 'commit' || auth.contentType !== 'commit') throw new Error('not a commit');
    const before = bytes(vector.interim_transcript_hash_before);
    const { signature, confirmationTag } = auth;
    const confirmed = await createConfirmedHash(before, { wireformat, content, signature }, hash);
    expect(hexOf(confirmed)).toBe(vector.confirmed_transcript_hash_after);
    expect(hexOf(await createInterimHash(confirmed, confirmationTag, hash))).toBe(
      vector.interim_transcript_hash_after,
    );
    expect(
      await verifyConfirmationTag(bytes(vector.confirmation_key), confirmationTag, confirmed, hash),
    ).toBe(true);
  }
});
