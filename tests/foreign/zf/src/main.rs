//! A holder of a share by the Zcash Foundation's frost-ed25519; the protocol stands in tests/foreign/party.c.
use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

use frost::keys::{KeyPackage, PublicKeyPackage, SigningShare, VerifyingShare};
use rand_core::OsRng;
use frost::round1::{NonceCommitment, SigningCommitments, SigningNonces};
use frost::round2::SignatureShare;
use frost::{Identifier, SigningPackage, VerifyingKey};
use frost_ed25519 as frost;

struct Holder {
    package: KeyPackage,
    public: PublicKeyPackage,
    nonces: Option<SigningNonces>,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn bytes(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}

fn id(number: u16) -> Identifier {
    Identifier::try_from(number).unwrap()
}

struct Words<'a>(std::str::Split<'a, char>);

impl Words<'_> {
    fn text(&mut self) -> &str {
        self.0.next().unwrap()
    }
    fn bytes(&mut self) -> Vec<u8> {
        bytes(self.text())
    }
    fn number(&mut self) -> u16 {
        self.text().parse().unwrap()
    }
}

fn key(words: &mut Words) -> String {
    let (min, max) = (words.number(), words.number());
    let ids: Vec<Identifier> = (1..=max).map(id).collect();
    let (shares, public) =
        frost::keys::generate_with_dealer(max, min, frost::keys::IdentifierList::Custom(&ids), OsRng).unwrap();
    let mut out: Vec<String> =
        shares[&ids[0]].commitment().serialize().unwrap().iter().map(|c| hex(c)).collect();
    out.extend(ids.iter().map(|i| hex(&public.verifying_shares()[i].serialize().unwrap())));
    out.extend(ids.iter().map(|i| hex(&shares[i].signing_share().serialize())));
    out.join(" ")
}

fn holder(words: &mut Words) -> Holder {
    let (min, max, own) = (words.number(), words.number(), words.number());
    let share = SigningShare::deserialize(&words.bytes()).unwrap();
    let group = VerifyingKey::deserialize(&words.bytes()).unwrap();
    for _ in 1..min {
        words.text();
    }
    let verifying: BTreeMap<Identifier, VerifyingShare> =
        (1..=max).map(|i| (id(i), VerifyingShare::deserialize(&words.bytes()).unwrap())).collect();
    assert_eq!(verifying[&id(own)], VerifyingShare::from(share));
    Holder {
        package: KeyPackage::new(id(own), share, verifying[&id(own)], group, min),
        public: PublicKeyPackage::new(verifying, group, Some(min)),
        nonces: None,
    }
}

fn session(words: &mut Words) -> (SigningPackage, Vec<Identifier>) {
    let message = words.bytes();
    let count = words.number();
    let mut commitments = BTreeMap::new();
    let mut ids = Vec::new();
    for _ in 0..count {
        let signer = id(words.number());
        let hiding = NonceCommitment::deserialize(&words.bytes()).unwrap();
        let binding = NonceCommitment::deserialize(&words.bytes()).unwrap();
        commitments.insert(signer, SigningCommitments::new(hiding, binding));
        ids.push(signer);
    }
    (SigningPackage::new(commitments, &message), ids)
}

fn check(holder: &Holder, words: &mut Words) -> String {
    let (package, _) = session(words);
    let signer = id(words.number());
    let share = SignatureShare::deserialize(&words.bytes()).unwrap();
    let verifying = &holder.public.verifying_shares()[&signer];
    let good =
        frost_core::verify_signature_share(signer, verifying, &share, &package, holder.public.verifying_key());
    if good.is_ok() { "yes".into() } else { "no".into() }
}

fn aggregate(holder: &Holder, words: &mut Words) -> String {
    let (package, ids) = session(words);
    let shares: BTreeMap<Identifier, SignatureShare> =
        ids.iter().map(|i| (*i, SignatureShare::deserialize(&words.bytes()).unwrap())).collect();
    match frost::aggregate(&package, &shares, &holder.public) {
        Ok(signature) => hex(&signature.serialize().unwrap()),
        Err(_) => "no".into(),
    }
}

fn main() {
    let mut own: Option<Holder> = None;
    for line in io::stdin().lock().lines() {
        let line = line.unwrap();
        let mut words = Words(line.split(' '));
        let command = words.text().to_string();
        let answer = match command.as_str() {
            "key" => key(&mut words),
            "holder" => {
                own = Some(holder(&mut words));
                "ok".into()
            }
            "commit" => {
                let holder = own.as_mut().unwrap();
                let (nonces, made) = frost::round1::commit(holder.package.signing_share(), &mut OsRng);
                holder.nonces = Some(nonces);
                let (hiding, binding) = (made.hiding().serialize().unwrap(), made.binding().serialize().unwrap());
                format!("{} {}", hex(&hiding), hex(&binding))
            }
            "sign" => {
                let holder = own.as_mut().unwrap();
                let (package, _) = session(&mut words);
                let nonces = holder.nonces.take().unwrap();
                hex(&frost::round2::sign(&package, &nonces, &holder.package).unwrap().serialize())
            }
            "check" => check(own.as_ref().unwrap(), &mut words),
            "aggregate" => aggregate(own.as_ref().unwrap(), &mut words),
            other => panic!("unknown command {other}"),
        };
        println!("{answer}");
        io::stdout().flush().unwrap();
    }
}
