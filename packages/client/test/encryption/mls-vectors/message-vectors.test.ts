// The official vectors of messages, and of clients that follow a group.
import { expect, test } from 'vitest';
import type { AuthenticatedContent } from 'ts-mls/authenticatedContent.js';
import { joinGroup, makePskIndex } from 'ts-mls/clientState.js';
import { decodeCommit, encodeCommit } from 'ts-mls/commit.js';
import { defaultCapabilities } from 'ts-mls/defaultCapabilities.js';
import { createContentCommitSignature, type FramedContent } from 'ts-mls/framedContent.js';
import { verifyGroupInfoConfirmationTag, verifyGroupInfoSignature } from 'ts-mls/groupInfo.js';
import { decodeGroupSecrets, encodeGroupSecrets } from 'ts-mls/groupSecrets.js';
import { makeKeyPackageRef } from 'ts-mls/keyPackage.js';
import { defaultKeyRetentionConfig } from 'ts-mls/keyRetentionConfig.js';
import { decodeMlsMessage, encodeMlsMessage, type MLSMessage } from 'ts-mls/message.js';
import {
  protect,
  protectApplicationData,
  protectProposal,
  unprotectPrivateMessage,
} from 'ts-mls/messageProtection.js';
import {
  protectProposalPublic,
  protectPublicMessage,
  unprotectPublicMessage,
} from 'ts-mls/messageProtectionPublic.js';
import { defaultPaddingConfig } from 'ts-mls/paddingConfig.js';
import type { PrivateMessage } from 'ts-mls/privateMessage.js';
import { processPrivateMessage, processPublicMessage } from 'ts-mls/processMessages.js';
import * as proposals from 'ts-mls/proposal.js';
import type { PublicMessage } from 'ts-mls/publicMessage.js';
import { decodeRatchetTree, encodeRatchetTree, type RatchetTree } from 'ts-mls/ratchetTree.js';
import { createSecretTree } from 'ts-mls/secretTree.js';
import { bytesToBase64 } from 'ts-mls/util/byteArray.js';
import { decryptGroupInfo, decryptGroupSecrets } from 'ts-mls/welcome.js';
import { firstOf } from '../../../../../test/run-size.ts';
import { cipherSuite } from '../../../src/encryption/cipher-suite.ts';
import { bytes, contextOf, decodeWith, hexOf, vectorsOf, type ContextVector } from './vectors.ts';

type Codec<T> = readonly [
  (from: Uint8Array, offset: number) => [T, number] | undefined,
  (value: T) => Uint8Array,
];
const roundTrip =
  <T>(...[decode, encode]: Codec<T>) =>
  (hex: string): string =>
    hexOf(encode(decodeWith(decode, hex)));
const mlsMessage = roundTrip(decodeMlsMessage, encodeMlsMessage);

/** What each field of a vector is: it is decoded, and encoded again. */
const structures = {
  mls_welcome: mlsMessage,
  mls_group_info: mlsMessage,
  mls_key_package: mlsMessage,
  ratchet_tree: roundTrip(decodeRatchetTree, encodeRatchetTree),
  group_secrets: roundTrip(decodeGroupSecrets, encodeGroupSecrets),
  add_proposal: roundTrip(proposals.decodeAdd, proposals.encodeAdd),
  update_proposal: roundTrip(proposals.decodeUpdate, proposals.encodeUpdate),
  remove_proposal: roundTrip(proposals.decodeRemove, proposals.encodeRemove),
  pre_shared_key_proposal: roundTrip(proposals.decodePSK, proposals.encodePSK),
  re_init_proposal: roundTrip(proposals.decodeReinit, proposals.encodeReinit),
  external_init_proposal: roundTrip(proposals.decodeExternalInit, proposals.encodeExternalInit),
  group_context_extensions_proposal: roundTrip(
    proposals.decodeGroupContextExtensions,
    proposals.encodeGroupContextExtensions,
  ),
  commit: roundTrip(decodeCommit, encodeCommit),
  public_message_application: mlsMessage,
  public_message_proposal: mlsMessage,
  public_message_commit: mlsMessage,
  private_message: mlsMessage,
};

test('messages', { timeout: 60_000 }, () => {
  for (const vector of vectorsOf<Record<string, string>>('messages')) {
    expect(Object.keys(vector).sort()).toEqual(Object.keys(structures).sort());
    for (const [name, again] of Object.entries(structures))
      expect([name, again(vector[name] ?? '')]).toEqual([name, vector[name]]);
  }
});

const messageOf = <Format extends MLSMessage['wireformat']>(hex: string, format: Format) => {
  const message = decodeWith(decodeMlsMessage, hex);
  if (message.wireformat !== format) throw new Error(`a ${message.wireformat}, not a ${format}`);
  return message as Extract<MLSMessage, { wireformat: Format }>;
};

type WelcomeVector = Record<'init_priv' | 'signer_pub' | 'key_package' | 'welcome', string>;

test('welcome', async () => {
  const suite = await cipherSuite();
  for (const vector of vectorsOf<WelcomeVector>('welcome')) {
    const { welcome } = messageOf(vector.welcome, 'mls_welcome');
    const { keyPackage } = messageOf(vector.key_package, 'mls_key_package');
    const reference = await makeKeyPackageRef(keyPackage, suite.hash);
    const key = await suite.hpke.importPrivateKey(bytes(vector.init_priv));
    const secrets = await decryptGroupSecrets(key, reference, welcome, suite.hpke);
    const joiner = secrets?.joinerSecret ?? new Uint8Array();
    const noPsk = new Uint8Array(suite.kdf.size);
    const info = await decryptGroupInfo(welcome, joiner, noPsk, suite);
    if (!info) throw new Error('the group info cannot be decrypted');
    expect(await verifyGroupInfoConfirmationTag(info, joiner, noPsk, suite)).toBe(true);
    expect(await verifyGroupInfoSignature(info, bytes(vector.signer_pub), suite.signature)).toBe(true);
  }
});

type Kind = 'proposal' | 'commit' | 'application';

interface ProtectionVector
  extends
    ContextVector,
    Record<'signature_priv' | 'signature_pub' | 'encryption_secret' | 'sender_data_secret', string>,
    Record<Kind | 'membership_key' | 'proposal_pub' | 'commit_pub' | `${Kind}_priv`, string> {}

/** Two leaves, the second one not blank: its key comes from the vector. */
const twoLeaves: RatchetTree = [
  undefined,
  undefined,
  {
    nodeType: 'leaf',
    leaf: {
      leafNodeSource: 'commit',
      hpkePublicKey: new Uint8Array(),
      signaturePublicKey: new Uint8Array(),
      capabilities: defaultCapabilities(),
      parentHash: new Uint8Array(),
      extensions: [],
      signature: new Uint8Array(),
      credential: { credentialType: 'basic', identity: new Uint8Array() },
    },
  },
];
const sender = { leafIndex: 1, senderType: 'member' } as const;
const noData = new Uint8Array();

/** Returns the content of a message as the vectors have it. */
const contentOf = (content: FramedContent): string => {
  if (content.contentType === 'application') return hexOf(content.applicationData);
  return hexOf(
    content.contentType === 'commit'
      ? encodeCommit(content.commit)
      : proposals.encodeProposal(content.proposal),
  );
};

/** Protects and unprotects the messages of a vector. */
const protection = async (vector: ProtectionVector) => {
  const suite = await cipherSuite();
  const context = contextOf(vector);
  const [signKey, publicKey] = [bytes(vector.signature_priv), bytes(vector.signature_pub)];
  const [memberKey, senderData] = [bytes(vector.membership_key), bytes(vector.sender_data_secret)];
  const secretTree = () => createSecretTree(2, bytes(vector.encryption_secret), suite.kdf);
  const proposal = decodeWith(proposals.decodeProposal, vector.proposal);
  const commitIn = async (wireformat: 'mls_public_message' | 'mls_private_message') => {
    const commit = decodeWith(decodeCommit, vector.commit);
    const { framedContent, signature } = await createContentCommitSignature(
      context,
      wireformat,
      commit,
      sender,
      noData,
      signKey,
      suite.signature,
    );
    const auth = { contentType: 'commit' as const, signature, confirmationTag: new Uint8Array(32) };
    return { wireformat, content: framedContent, auth };
  };
  const asPublic = (content: AuthenticatedContent) =>
    protectPublicMessage(memberKey, context, content, suite);
  return {
    readPublic: async (message: PublicMessage): Promise<string> =>
      contentOf((await unprotectPublicMessage(memberKey, context, [], message, suite, publicKey)).content),
    readPrivate: async (message: PrivateMessage): Promise<AuthenticatedContent> => {
      const tree = await secretTree();
      return (
        await unprotectPrivateMessage(
          senderData,
          message,
          tree,
          twoLeaves,
          context,
          defaultKeyRetentionConfig,
          suite,
          publicKey,
        )
      ).content;
    },
    asPublic,
    publicOf: {
      proposal: async () =>
        (await protectProposalPublic(signKey, memberKey, context, noData, proposal, 1, suite)).publicMessage,
      commit: async () => asPublic(await commitIn('mls_public_message')),
    },
    privateOf: async (kind: Kind): Promise<PrivateMessage> => {
      const tree = await secretTree();
      const end = [noData, context, tree, 1, defaultPaddingConfig, suite] as const;
      if (kind === 'proposal')
        return (await protectProposal(signKey, senderData, proposal, ...end)).privateMessage;
      if (kind === 'application')
        return (await protectApplicationData(signKey, senderData, bytes(vector.application), ...end))
          .privateMessage;
      const { content, auth } = await commitIn('mls_private_message');
      const both = { ...content, auth };
      return (await protect(senderData, noData, context, tree, both, 1, defaultPaddingConfig, suite))
        .privateMessage;
    },
  };
};

test('message-protection', async () => {
  for (const vector of vectorsOf<ProtectionVector>('message-protection')) {
    const { readPublic, readPrivate, asPublic, publicOf, privateOf } = await protection(vector);
    for (const kind of ['proposal', 'commit'] as const) {
      const { publicMessage } = messageOf(vector[`${kind}_pub`], 'mls_public_message');
      expect(await readPublic(publicMessage)).toBe(vector[kind]);
      expect(await readPublic(await publicOf[kind]())).toBe(vector[kind]);
    }
    for (const kind of ['proposal', 'commit', 'application'] as const) {
      const { privateMessage } = messageOf(vector[`${kind}_priv`], 'mls_private_message');
      for (const each of [privateMessage, await privateOf(kind)])
        expect(contentOf((await readPrivate(each)).content)).toBe(vector[kind]);
    }
    const { privateMessage } = messageOf(vector.application_priv, 'mls_private_message');
    const content = await readPrivate(privateMessage);
    await expect(asPublic({ ...content, wireformat: 'mls_public_message' })).rejects.toThrow(
      "Can't make an application message public",
    );
  }
});

interface PassiveClientVector extends Record<
  'key_package' | 'signature_priv' | 'encryption_priv' | 'init_priv' | 'welcome',
  string
> {
  external_psks: { psk_id: string; psk: string }[];
  ratchet_tree: string | null;
  initial_epoch_authenticator: string;
  epochs: { proposals: string[]; commit: string; epoch_authenticator: string }[];
}

/** Joins the group of a vector and follows it. Resolves to the authenticators of all epochs. */
const follow = async (vector: PassiveClientVector): Promise<string[]> => {
  const suite = await cipherSuite();
  const { keyPackage } = messageOf(vector.key_package, 'mls_key_package');
  const { signature, hpke } = suite;
  const signKey = bytes(vector.signature_priv);
  const signed = await signature.sign(signKey, bytes('00'));
  expect(await signature.verify(keyPackage.leafNode.signaturePublicKey, bytes('00'), signed)).toBe(true);
  const pairs = [
    [keyPackage.leafNode.hpkePublicKey, vector.encryption_priv],
    [keyPackage.initKey, vector.init_priv],
  ] as const;
  for (const [publicKey, privateKey] of pairs) {
    const { enc, ct } = await hpke.seal(await hpke.importPublicKey(publicKey), bytes('00'), noData);
    const key = await hpke.importPrivateKey(bytes(privateKey));
    expect(hexOf(await hpke.open(key, enc, ct, noData))).toBe('00');
  }
  const psks = Object.fromEntries(
    vector.external_psks.map(({ psk_id, psk }) => [bytesToBase64(bytes(psk_id)), bytes(psk)]),
  );
  let state = await joinGroup(
    messageOf(vector.welcome, 'mls_welcome').welcome,
    keyPackage,
    {
      hpkePrivateKey: bytes(vector.encryption_priv),
      initPrivateKey: bytes(vector.init_priv),
      signaturePrivateKey: signKey,
    },
    makePskIndex(undefined, psks),
    suite,
    vector.ratchet_tree === null ? undefined : decodeWith(decodeRatchetTree, vector.ratchet_tree),
  );
  const found = [hexOf(state.keySchedule.epochAuthenticator)];
  for (const epoch of vector.epochs) {
    for (const hex of [...epoch.proposals, epoch.commit]) {
      const message = decodeWith(decodeMlsMessage, hex);
      const index = makePskIndex(state, psks);
      if (message.wireformat === 'mls_private_message')
        state = (await processPrivateMessage(state, message.privateMessage, index, suite)).newState;
      else if (message.wireformat === 'mls_public_message')
        state = (await processPublicMessage(state, message.publicMessage, index, suite)).newState;
      else throw new Error(`a ${message.wireformat} among the messages of a group`);
    }
    found.push(hexOf(state.keySchedule.epochAuthenticator));
  }
  return found;
};

test.each(['passive-client-welcome', 'passive-client-handling-commit', 'passive-client-random'])(
  '%s',
  { timeout: 60_000 },
  async (name) => {
    for (const vector of vectorsOf<PassiveClientVector>(name)) {
      // One of them has 200, which take ten seconds of CPU.
      const epochs = firstOf(`epochs of ${name}`, vector.epochs, 20);
      const { initial_epoch_authenticator: first } = vector;
      const all = [first, ...epochs.map(({ epoch_authenticator }) => epoch_authenticator)];
      expect(await follow({ ...vector, epochs })).toEqual(all);
    }
  },
);
