//! Which internet addresses are public: those at which somebody else's machine can be, and not one of the operator's.
//!
//! What is not known to be public is not: of IPv6 only the part that is given out for that (2000::/3) can be. So all
//! that carries an IPv4 address inside (mapped, NAT64, 6to4, Teredo) is refused, whatever the address is.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Networks of IPv4 that are not public: first address, and how many bits of it count.
const PRIVATE_V4: [([u8; 4], u32); 19] = [
    // this network
    ([0, 0, 0, 0], 8),
    // private
    ([10, 0, 0, 0], 8),
    ([172, 16, 0, 0], 12),
    ([192, 168, 0, 0], 16),
    // behind a carrier's NAT, where clouds have their metadata too
    ([100, 64, 0, 0], 10),
    // this machine
    ([127, 0, 0, 0], 8),
    // this link, where most clouds have their metadata
    ([169, 254, 0, 0], 16),
    // a cloud's own services, at an address that looks public
    ([168, 63, 129, 16], 32),
    // protocols, a cloud's metadata among them
    ([192, 0, 0, 0], 24),
    // documentation
    ([192, 0, 2, 0], 24),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    // AS112, whose servers answer what belongs to nobody
    ([192, 31, 196, 0], 24),
    ([192, 175, 48, 0], 24),
    // multicast without a tree
    ([192, 52, 193, 0], 24),
    // 6to4
    ([192, 88, 99, 0], 24),
    // benchmarks
    ([198, 18, 0, 0], 15),
    // multicast
    ([224, 0, 0, 0], 4),
    // never given out, and broadcast
    ([240, 0, 0, 0], 4),
];

/// Networks of IPv6 that are not public although they are within 2000::/3.
const PRIVATE_V6: [([u16; 3], u32); 5] = [
    // protocols: Teredo, ORCHID, benchmarks
    ([0x2001, 0, 0], 23),
    // documentation
    ([0x2001, 0xdb8, 0], 32),
    ([0x3fff, 0, 0], 20),
    // 6to4
    ([0x2002, 0, 0], 16),
    // AS112
    ([0x2620, 0x4f, 0x8000], 48),
];

/// Whether it is an address of the public internet.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let bits = u32::from(address);
            let within = |(first, size): &([u8; 4], u32)| {
                let mask = u32::MAX << (32 - size);
                bits & mask == u32::from(Ipv4Addr::from(*first))
            };
            !PRIVATE_V4.iter().any(within)
        }
        IpAddr::V6(address) => {
            let bits = u128::from(address);
            let within = |([a, b, c], size): &([u16; 3], u32)| {
                let mask = u128::MAX << (128 - size);
                bits & mask == u128::from(Ipv6Addr::new(*a, *b, *c, 0, 0, 0, 0, 0))
            };
            bits >> 125 == 1 && !PRIVATE_V6.iter().any(within)
        }
    }
}
