//! Addresses to which nothing is sent.

use cluster_directory::network::Networks;
use cluster_directory::webhooks::{Target, is_public};
use serde_json::{Value, json};

use super::super::mutations::editor;
use crate::support::{Server, World};

/// What must be refused, each another way to reach what is not public.
const REFUSED: [&str; 78] = [
    // not https
    "http://partner.example/hook",
    "ftp://partner.example/hook",
    "file:///etc/passwd",
    "gopher://partner.example/",
    "javascript:alert(1)",
    "partner.example/hook",
    "//partner.example/hook",
    "https://",
    "",
    // this machine
    "https://localhost/",
    "https://LOCALHOST./",
    "https://app.localhost/",
    "https://127.0.0.1/",
    "https://127.0.0.1./",
    "https://127.8.9.10:8443/",
    "https://0.0.0.0/",
    "https://0/",
    "https://[::1]/",
    "https://[::]/",
    "https://[0:0:0:0:0:0:0:1]:8443/",
    // other spellings of it
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://127.0.0x1/",
    "https://1２7.0.0.1/",
    "https://①②⑦.0.0.1/",
    "https://127。0。0。1/",
    "https://%31%32%37.0.0.1/",
    "https://loc%61lhost/",
    "https://ｌｏｃａｌｈｏｓｔ/",
    // IPv4 inside IPv6
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:8.8.8.8]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::a00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    // private networks
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://192.0.0.8/",
    "https://[fc00::1]/",
    "https://[fdff:ffff::1]/",
    "https://[fec0::1]/",
    // the link, and what clouds know of a machine
    "https://169.254.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[fe80::1]/",
    "https://[fd00:ec2::254]/",
    "https://100.100.100.200/",
    "https://168.63.129.16/",
    "https://192.0.0.192/",
    "https://metadata.google.internal/",
    "https://instance-data/",
    // given to nobody, or to everybody
    "https://192.0.2.1/",
    "https://198.51.100.1/",
    "https://203.0.113.1/",
    "https://[2001:db8::1]/",
    "https://[3fff::1]/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://[ff02::1]/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    // what belongs into no address
    "https://user:password@partner.example/",
    "https://@127.0.0.1/",
    "https://partner.example/#hook",
    "https://partner.example:25/",
    "https://partner.example:0/",
    "https://partner.example\\@127.0.0.1/",
    "https://partner.example/\r\nhost: other",
    "https://partner .example/",
    "https://[fe80::1%25eth0]/",
];

const CREATE: &str = "mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) {
    webhook { id } secret userErrors { code path } } }";

#[tokio::test]
async fn no_webhook_is_made_for_what_is_no_public_address() {
    let server = directory();
    let editor = editor(&server).await;
    for url in REFUSED {
        let input = json!({ "url": url, "view": { "slug": "fairs" } });
        let made = editor.ask_with(CREATE, json!({ "input": input })).await["createWebhook"].take();
        let errors = json!([{ "code": "INVALID_VALUE", "path": ["input", "url"] }]);
        assert_eq!(made, json!({ "webhook": Value::Null, "secret": Value::Null, "userErrors": errors }), "{url}");
    }
    let data = editor.ask("{ webhooks { totalCount } }").await;
    assert_eq!(data["webhooks"]["totalCount"], 0);
}

#[test]
fn public_addresses_are_taken_as_they_are() {
    for (url, authority, path) in [
        ("https://partner.example", "partner.example", "/"),
        ("https://partner.example:443/hook?a=b", "partner.example", "/hook?a=b"),
        ("https://Partner.Example:8443/a/../hook", "partner.example:8443", "/hook"),
        ("https://ниш.example/", "xn--h1aj8a.example", "/"),
        ("https://8.8.8.8/", "8.8.8.8", "/"),
        ("https://[2606:4700::1111]/", "[2606:4700::1111]", "/"),
    ] {
        let target = Target::parse(url, &Networks::default()).unwrap_or_else(|why| panic!("{url}: {why}"));
        assert_eq!((target.authority.as_str(), target.path.as_str()), (authority, path));
    }
}

#[test]
fn of_each_network_the_first_and_the_last_address_are_not_public_and_their_neighbours_are() {
    for (first, last) in [
        ("10.0.0.0", "10.255.255.255"),
        ("100.64.0.0", "100.127.255.255"),
        ("127.0.0.0", "127.255.255.255"),
        ("169.254.0.0", "169.254.255.255"),
        ("172.16.0.0", "172.31.255.255"),
        ("192.168.0.0", "192.168.255.255"),
        ("198.18.0.0", "198.19.255.255"),
        ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ] {
        let [first, last] = [first, last].map(|it| it.parse().expect("an address"));
        assert!(!is_public(first) && !is_public(last), "{first} to {last}");
        let moved = |address: std::net::IpAddr, by: i8| match address {
            std::net::IpAddr::V4(it) => {
                std::net::IpAddr::from(std::net::Ipv4Addr::from(u32::from(it).wrapping_add_signed(by.into())))
            }
            std::net::IpAddr::V6(it) => std::net::Ipv6Addr::from(u128::from(it).wrapping_add_signed(by.into())).into(),
        };
        assert!(is_public(moved(first, -1)) && is_public(moved(last, 1)), "beside {first} to {last}");
    }
}

/// A directory with a view of fairs.
pub fn directory() -> Server {
    let listing = json!({ "events": { "where": { "kind": { "eq": "FAIR" } } } });
    let view = json!({ "slug": "fairs", "title": "Fairs", "listing": listing });
    World::new()
        .with("organizations", json!({ "slug": "nis-cluster", "name": "Niš Cluster", "kind": "CLUSTER" }))
        .with("views", view)
        .start()
}
