// A holder of a share by @noble/curves; the protocol stands in tests/foreign/party.c.
import { createInterface } from 'node:readline';
import { ed25519_FROST as F } from '@noble/curves/ed25519.js';

const hex = (bytes) => Buffer.from(bytes).toString('hex');
const bytes = (text) => Uint8Array.from(Buffer.from(text, 'hex'));
const id = (number) => F.Identifier.fromNumber(Number(number));

let pub, secret, nonces, words;
const take = () => words.shift();
const many = (count) => Array.from({ length: count }, take);

function key() {
  const min = Number(take()), max = Number(take());
  const ids = Array.from({ length: max }, (_, i) => id(i + 1));
  const first = ids.map((one) => F.DKG.round1(one, { min, max }));
  const others = (i) => first.filter((_, j) => j !== i).map((one) => one.public);
  const second = first.map((one, i) => F.DKG.round2(one.secret, others(i)));
  const keys = first.map((one, i) =>
    F.DKG.round3(one.secret, others(i), second.filter((_, j) => j !== i).map((sent) => sent[ids[i]])));
  const shared = keys[0].public;
  return [...shared.commitments.map(hex), ...ids.map((one) => hex(shared.verifyingShares[one])),
    ...keys.map((one) => hex(one.secret.signingShare))].join(' ');
}

function holder() {
  const min = Number(take()), max = Number(take()), own = id(take()), share = bytes(take());
  const commitments = many(min).map(bytes);
  const verifyingShares = {};
  many(max).forEach((point, i) => { verifyingShares[id(i + 1)] = bytes(point); });
  pub = { signers: { min, max }, commitments, verifyingShares };
  secret = { identifier: own, signingShare: share };
  F.validateSecret(secret, pub);
  return 'ok';
}

function commit() {
  const made = F.commit(secret);
  nonces = made.nonces;
  return `${hex(made.commitments.hiding)} ${hex(made.commitments.binding)}`;
}

function session() {
  const message = bytes(take()), count = Number(take());
  const list = Array.from({ length: count }, () =>
    ({ identifier: id(take()), hiding: bytes(take()), binding: bytes(take()) }));
  return { message, list };
}

function aggregate() {
  const { message, list } = session();
  const shares = {};
  list.forEach((entry) => { shares[entry.identifier] = bytes(take()); });
  try {
    return hex(F.aggregate(pub, list, message, shares));
  } catch {
    return 'no';
  }
}

function answer(command) {
  switch (command) {
    case 'key': return key();
    case 'holder': return holder();
    case 'commit': return commit();
    case 'sign': {
      const { message, list } = session();
      return hex(F.signShare(secret, pub, nonces, list, message));
    }
    case 'check': {
      const { message, list } = session();
      const signer = id(take());
      return F.verifyShare(pub, list, message, signer, bytes(take())) ? 'yes' : 'no';
    }
    case 'aggregate': return aggregate();
    default: throw new Error(`unknown command ${command}`);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  words = line.split(' ');
  console.log(answer(take()));
}
