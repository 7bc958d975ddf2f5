// The official vectors of the ratchet tree.
import { expect, test } from 'vitest';
import { applyUpdatePathSecret } from 'ts-mls/createCommit.js';
import { deriveSecret } from 'ts-mls/crypto/kdf.js';
import type { GroupContext } from 'ts-mls';
import { verifyLeafNodeSignature } from 'ts-mls/leafNode.js';
import { verifyParentHashes } from 'ts-mls/parentHash.js';
import { getCommitSecret } from 'ts-mls/pathSecrets.js';
import { toPrivateKeyPath, type PrivateKeyPath } from 'ts-mls/privateKeyPath.js';
import { decodeProposal, type Proposal } from 'ts-mls/proposal.js';
import {
  addLeafNode,
  decodeRatchetTree,
  encodeRatchetTree,
  getHpkePublicKey,
  removeLeafNode,
  resolution,
  updateLeafNode,
  type RatchetTree,
} from 'ts-mls/ratchetTree.js';
import { treeHash, treeHashRoot } from 'ts-mls/treeHash.js';
import {
  isLeaf,
  left,
  leafToNodeIndex,
  nodeToLeafIndex,
  nodeWidth,
  parent,
  right,
  root,
  sibling,
  toLeafIndex,
  toNodeIndex,
  type NodeIndex,
} from 'ts-mls/treemath.js';
import { applyUpdatePath, createUpdatePath, decodeUpdatePath, type UpdatePath } from 'ts-mls/updatePath.js';
import { cipherSuite } from '../../../src/encryption/cipher-suite.ts';
import { bytes, contextOf, decodeWith, hexOf, vectorsOf } from './vectors.ts';

interface TreeMathVector extends Record<'left' | 'right' | 'parent' | 'sibling', (number | null)[]> {
  n_leaves: number;
  n_nodes: number;
  root: number;
}

test('tree-math', () => {
  for (const vector of vectorsOf<TreeMathVector>('tree-math')) {
    const { n_leaves: leaves, n_nodes: nodes } = vector;
    expect(nodeWidth(leaves)).toBe(nodes);
    const top = root(leaves);
    expect(top).toBe(vector.root);
    const all = Array.from({ length: nodes }, (_, at) => toNodeIndex(at));
    const below = (of: (node: NodeIndex) => number) => all.map((node) => (isLeaf(node) ? null : of(node)));
    const above = (of: (node: NodeIndex, leaves: number) => number) =>
      all.map((node) => (node === top ? null : of(node, leaves)));
    expect(below(left)).toEqual(vector.left);
    expect(below(right)).toEqual(vector.right);
    expect(above(parent)).toEqual(vector.parent);
    expect(above(sibling)).toEqual(vector.sibling);
  }
});

interface TreeOperationVector extends Record<
  'tree_before' | 'proposal' | 'tree_hash_before' | 'tree_after' | 'tree_hash_after',
  string
> {
  proposal_sender: number;
}

const apply = (tree: RatchetTree, proposal: Proposal, sender: number): RatchetTree => {
  if (proposal.proposalType === 'add') return addLeafNode(tree, proposal.add.keyPackage.leafNode)[0];
  if (proposal.proposalType === 'update')
    return updateLeafNode(tree, proposal.update.leafNode, toLeafIndex(sender));
  if (proposal.proposalType === 'remove') return removeLeafNode(tree, toLeafIndex(proposal.remove.removed));
  throw new Error(`no operation of a tree: ${proposal.proposalType}`);
};

test('tree-operations', async () => {
  const { hash } = await cipherSuite();
  for (const vector of vectorsOf<TreeOperationVector>('tree-operations')) {
    const before = decodeWith(decodeRatchetTree, vector.tree_before);
    expect(hexOf(await treeHashRoot(before, hash))).toBe(vector.tree_hash_before);
    const after = apply(before, decodeWith(decodeProposal, vector.proposal), vector.proposal_sender);
    expect(hexOf(encodeRatchetTree(after))).toBe(vector.tree_after);
    expect(hexOf(await treeHashRoot(after, hash))).toBe(vector.tree_hash_after);
  }
});

interface TreeValidationVector {
  tree: string;
  group_id: string;
  resolutions: number[][];
  tree_hashes: string[];
}

test('tree-validation', { timeout: 60_000 }, async () => {
  const { hash, signature } = await cipherSuite();
  for (const { tree: encoded, group_id, resolutions, tree_hashes } of vectorsOf<TreeValidationVector>(
    'tree-validation',
  )) {
    const tree = decodeWith(decodeRatchetTree, encoded);
    for (const [at, expected] of tree_hashes.entries()) {
      expect(hexOf(await treeHash(tree, toNodeIndex(at), hash))).toBe(expected);
      expect(resolution(tree, toNodeIndex(at))).toEqual(resolutions[at]);
    }
    expect(await verifyParentHashes(tree, hash)).toBe(true);
    const signed = tree.map(async (node, at) => {
      const leaf = nodeToLeafIndex(toNodeIndex(at));
      return (
        node?.nodeType !== 'leaf' || verifyLeafNodeSignature(node.leaf, bytes(group_id), leaf, signature)
      );
    });
    expect(await Promise.all(signed)).not.toContain(false);
  }
});

interface TreeKemVector {
  group_id: string;
  epoch: number;
  confirmed_transcript_hash: string;
  ratchet_tree: string;
  leaves_private: {
    index: number;
    encryption_priv: string;
    signature_priv: string;
    path_secrets: { node: number; path_secret: string }[];
  }[];
  update_paths: {
    sender: number;
    update_path: string;
    path_secrets: (string | null)[];
    commit_secret: string;
    tree_hash_after: string;
  }[];
}

/** Returns the private keys of a leaf, each of which fits a public key of the tree. */
const privateKeysOf = async (
  tree: RatchetTree,
  { index, encryption_priv, path_secrets }: TreeKemVector['leaves_private'][number],
): Promise<PrivateKeyPath> => {
  const suite = await cipherSuite();
  const publicKeyAt = (at: number): string => {
    const node = tree[at];
    if (!node) throw new Error(`node ${at} is blank`);
    return hexOf(getHpkePublicKey(node));
  };
  const secrets = Object.fromEntries(
    path_secrets.map(({ node, path_secret }) => [node, bytes(path_secret)] as const),
  );
  for (const [node, secret] of Object.entries(secrets)) {
    const pair = await suite.hpke.deriveKeyPair(await deriveSecret(secret, 'node', suite.kdf));
    expect(hexOf(await suite.hpke.exportPublicKey(pair.publicKey))).toBe(publicKeyAt(Number(node)));
  }
  const own = leafToNodeIndex(toLeafIndex(index));
  // A message for the public key of the leaf is one that its private key opens.
  const toOwn = await suite.hpke.importPublicKey(bytes(publicKeyAt(own)));
  const key = await suite.hpke.importPrivateKey(bytes(encryption_priv));
  const { enc, ct } = await suite.hpke.seal(toOwn, bytes('00'), new Uint8Array());
  expect(hexOf(await suite.hpke.open(key, enc, ct, new Uint8Array()))).toBe('00');
  const path = await toPrivateKeyPath(secrets, index, suite);
  return { ...path, privateKeys: { ...path.privateKeys, [own]: bytes(encryption_priv) } };
};

const secretsOf = async (
  tree: RatchetTree,
  keys: PrivateKeyPath,
  sender: number,
  context: GroupContext,
  path: UpdatePath,
): Promise<{ path: string; commit: string }> => {
  const suite = await cipherSuite();
  const found = await applyUpdatePathSecret(tree, keys, toLeafIndex(sender), context, path, [], suite);
  const commit = await getCommitSecret(tree, toNodeIndex(found.nodeIndex), found.pathSecret, suite.kdf);
  return { path: hexOf(found.pathSecret), commit: hexOf(commit) };
};

test('treekem', { timeout: 60_000 }, async () => {
  const suite = await cipherSuite();
  for (const vector of vectorsOf<TreeKemVector>('treekem')) {
    const tree = decodeWith(decodeRatchetTree, vector.ratchet_tree);
    const members = await Promise.all(vector.leaves_private.map((leaf) => privateKeysOf(tree, leaf)));
    const contextWith = (hash: Uint8Array) => contextOf({ ...vector, tree_hash: hexOf(hash) });
    for (const { sender, update_path, path_secrets, commit_secret, tree_hash_after } of vector.update_paths) {
      const path = decodeWith(decodeUpdatePath, update_path);
      const updated = await applyUpdatePath(tree, toLeafIndex(sender), path, suite.hash);
      const hash = await treeHashRoot(updated, suite.hash);
      expect(hexOf(hash)).toBe(tree_hash_after);
      const signer = vector.leaves_private.find(({ index }) => index === sender);
      const [ownTree, ownPath, ownSecrets] = await createUpdatePath(
        tree,
        toLeafIndex(sender),
        contextWith(await treeHashRoot(tree, suite.hash)),
        bytes(signer?.signature_priv ?? ''),
        suite,
      );
      const top = ownSecrets.at(-1)?.secret ?? new Uint8Array();
      const ownCommit = hexOf(await deriveSecret(top, 'path', suite.kdf));
      // What creates a path says that it is of the next epoch.
      const ownContext = {
        ...contextWith(await treeHashRoot(ownTree, suite.hash)),
        epoch: BigInt(vector.epoch) + 1n,
      };
      for (const keys of members) {
        if (keys.leafIndex === sender) continue;
        const found = await secretsOf(tree, keys, sender, contextWith(hash), path);
        expect(found).toEqual({ path: path_secrets[keys.leafIndex], commit: commit_secret });
        const own = await secretsOf(tree, keys, sender, ownContext, ownPath);
        expect(own.commit).toBe(ownCommit);
      }
    }
  }
});
