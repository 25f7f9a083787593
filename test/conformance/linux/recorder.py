#!/usr/bin/env python3
"""Records what this machine's kernel does with multicast routes, as a conformance trace on stdout.

    unshare -Urn python3 recorder.py --family ipv4 --seed 7 --ops 400 > walk.jsonl
    unshare -Urn python3 recorder.py --family ipv6 --script trace.jsonl > again.jsonl

Needs Linux with multicast routing, tap devices, iproute2, and Python's standard library. README.md has the format.
"""
import argparse
import errno
import fcntl
import ipaddress
import json
import os
import random
import select
import socket
import struct
import subprocess
import sys
import time

PORT = 4242
INTERFACES = 4
MAX_VIFS = 32
HEADERS = {"ipv4": 28, "ipv6": 48}
ANY = {"ipv4": "0.0.0.0", "ipv6": "::"}
# Socket options that the socket module lacks. Source: linux/mroute.h, linux/mroute6.h, linux/if_tun.h.
MRT_INIT, MRT_ADD_VIF, MRT_DEL_VIF, MRT_ADD_MFC, MRT_DEL_MFC = 200, 202, 203, 204, 205
MRT_ASSERT, MRT_PIM, MRT_ADD_MFC_PROXY, MRT_DEL_MFC_PROXY, MRT_FLUSH = 207, 208, 210, 211, 212
VIFF_USE_IFINDEX = 8
TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 2, 0x1000
IP_PKTINFO, ETH_P_ALL, PACKET_OUTGOING = 8, 3, 4
UPCALLS = {1: "NOCACHE", 2: "WRONGVIF", 4: "WRVIFWHOLE"}
ETHERTYPE = {"ipv4": 0x0800, "ipv6": 0x86DD}
# Nothing is done so close to a deadline that the kernel's timers decide the outcome.
BEFORE_DEADLINE, BEHIND_DEADLINE = 0.1, 0.4


def run(*words):
    subprocess.run(words, check=True)


def sysctl(path, value):
    with open("/proc/sys/net/" + path, "w") as file:
        file.write(str(value))


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def payload_of(packet, length):
    return struct.pack("!I", packet) + bytes(length - 4)


def datagram(family, op):
    """The frame of a UDP datagram to a group."""
    source, group = ipaddress.ip_address(op["source"]).packed, ipaddress.ip_address(op["group"]).packed
    payload = payload_of(op["packet"], op["bytes"] - HEADERS[family])
    length = 8 + len(payload)
    udp = struct.pack("!HHHH", PORT, PORT, length, 0) + payload
    udp_sum = checksum(source + group + struct.pack("!II", length, 17) + udp) or 0xFFFF
    udp = udp[:6] + struct.pack("!H", udp_sum) + udp[8:]
    if family == "ipv4":
        head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + length, op["packet"], 0, op["ttl"], 17, 0) + source + group
        head = head[:10] + struct.pack("!H", checksum(head)) + head[12:]
        mac = b"\x01\x00\x5e" + bytes([group[1] & 0x7F]) + group[2:]
    else:
        head = struct.pack("!IHBB", 0x60000000, length, 17, op["ttl"]) + source + group
        mac = b"\x33\x33" + group[-4:]
    return mac + b"\x02\0\0\0\0\x09" + struct.pack("!H", ETHERTYPE[family]) + head + udp


class Router:
    """The router under test: the kernel of this network namespace."""

    def __init__(self, family):
        self.family = family
        self.is_v4 = family == "ipv4"
        self.level = socket.IPPROTO_IP if self.is_v4 else socket.IPPROTO_IPV6
        # With early demux one UDP socket that is a member on several interfaces keeps the route of the last packet, and the next one follows
        # it, whichever interface it arrives on: it is then not forwarded, or not delivered. No rule of the routes, so it is left out.
        sysctl("ipv4/ip_early_demux", 0)
        self.taps, self.index, self.number = [], [], {}
        for number in range(INTERFACES):
            self.add_interface(number)
        self.daemon = self.open_daemon()
        self.member = self.open_member()
        self.watcher = self.open_watcher()
        for number in range(INTERFACES):
            self.op_vifAdd({"vif": number, "interface": number})
        time.sleep(0.3)
        self.collect()
        self.born = time.monotonic()
        self.deadlines = []

    def add_interface(self, number):
        name = "t%d" % number
        tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI))
        for kind in ("all", name):
            sysctl("ipv4/conf/%s/rp_filter" % kind, 0)
        run("ip", "address", "add", "10.0.%d.1/24" % number, "dev", name)
        run("ip", "address", "add", "fd00:%d::1/64" % number, "dev", name, "nodad")
        run("ip", "link", "set", name, "up")
        self.taps.append(tap)
        self.index.append(socket.if_nametoindex(name))
        self.number[name] = number

    def open_daemon(self):
        kinds = (socket.AF_INET, socket.IPPROTO_IGMP) if self.is_v4 else (socket.AF_INET6, socket.IPPROTO_ICMPV6)
        daemon = socket.socket(kinds[0], socket.SOCK_RAW, kinds[1])
        daemon.setblocking(False)
        daemon.setsockopt(self.level, MRT_INIT, 1)
        return daemon

    def open_member(self):
        member = socket.socket(socket.AF_INET if self.is_v4 else socket.AF_INET6, socket.SOCK_DGRAM)
        member.setblocking(False)
        member.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 26)
        member.setsockopt(self.level, IP_PKTINFO if self.is_v4 else socket.IPV6_RECVPKTINFO, 1)
        member.bind(("", PORT))
        return member

    def open_watcher(self):
        watcher = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        watcher.setblocking(False)
        watcher.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 26)
        return watcher

    # Operations

    def op_inject(self, op):
        os.write(self.taps[op["interface"]], datagram(self.family, op))

    def op_originate(self, op):
        index = self.index[op["interface"]]
        with socket.socket(self.member.family, socket.SOCK_DGRAM) as sender:
            if self.is_v4:
                sender.setsockopt(self.level, socket.IP_MULTICAST_IF, struct.pack("4s4si", bytes(4), bytes(4), index))
                sender.setsockopt(self.level, socket.IP_MULTICAST_TTL, op["ttl"])
            else:
                sender.setsockopt(self.level, socket.IPV6_MULTICAST_IF, index)
                sender.setsockopt(self.level, socket.IPV6_MULTICAST_HOPS, op["ttl"])
            sender.bind((op["source"], 0))
            sender.sendto(payload_of(op["packet"], op["bytes"] - HEADERS[self.family]), (op["group"], PORT))

    def route(self, op, option, proxy_option):
        source, group = ipaddress.ip_address(op["source"]).packed, ipaddress.ip_address(op["group"]).packed
        outputs = op.get("oifs", [])
        if self.is_v4:
            thresholds = bytearray(MAX_VIFS)
            for output in outputs:
                thresholds[output["vif"]] = output["threshold"]
            entry = struct.pack("4s4sH32s2x16x", source, group, op["iif"], bytes(thresholds))
        else:
            bits = sum(1 << output["vif"] for output in {o["vif"]: o for o in outputs}.values())
            address = lambda packed: struct.pack("HHI16sI", socket.AF_INET6, 0, 0, packed, 0)
            entry = address(source) + address(group) + struct.pack("H2x32s", op["iif"], bits.to_bytes(32, "little"))
        self.daemon.setsockopt(self.level, proxy_option if op["proxy"] else option, entry)

    def op_routeAdd(self, op):
        self.route(op, MRT_ADD_MFC, MRT_ADD_MFC_PROXY)

    def op_routeRemove(self, op):
        self.route(op, MRT_DEL_MFC, MRT_DEL_MFC_PROXY)

    def vif(self, number, index):
        if self.is_v4:
            return struct.pack("HBBIi4x", number, VIFF_USE_IFINDEX, 1, 0, index)
        return struct.pack("HBBH2xI", number, 0, 1, index, 0)

    def op_vifAdd(self, op):
        self.daemon.setsockopt(self.level, MRT_ADD_VIF, self.vif(op["vif"], self.index[op["interface"]]))

    def op_vifRemove(self, op):
        value = self.vif(op["vif"], 0) if self.is_v4 else struct.pack("H", op["vif"])
        self.daemon.setsockopt(self.level, MRT_DEL_VIF, value)

    def op_assert(self, op):
        self.daemon.setsockopt(self.level, MRT_ASSERT, op["value"])

    def op_pim(self, op):
        self.daemon.setsockopt(self.level, MRT_PIM, op["value"])

    def op_flush(self, op):
        self.daemon.setsockopt(self.level, MRT_FLUSH, op["flags"])

    def op_rpFilter(self, op):
        number = op["interface"]
        sysctl("ipv4/conf/%s/rp_filter" % ("all" if number is None else "t%d" % number), op["value"])

    def membership(self, op, v4_option, v6_option):
        index, group = self.index[op["interface"]], ipaddress.ip_address(op["group"]).packed
        if self.is_v4:
            self.member.setsockopt(self.level, v4_option, struct.pack("4s4si", group, bytes(4), index))
        else:
            self.member.setsockopt(self.level, v6_option, struct.pack("16si", group, index))

    def op_join(self, op):
        self.membership(op, socket.IP_ADD_MEMBERSHIP, socket.IPV6_JOIN_GROUP)

    def op_leave(self, op):
        self.membership(op, socket.IP_DROP_MEMBERSHIP, socket.IPV6_LEAVE_GROUP)

    # What came of them

    def collect(self):
        """Everything that happened until nothing has for a while."""
        got = {"upcalls": [], "copies": [], "delivered": []}
        sources = [self.daemon, self.member, self.watcher, *self.taps]
        while True:
            ready, _, _ = select.select(sources, [], [], 0.006)
            if not ready:
                return got
            for source in ready:
                if source is self.daemon:
                    self.read_upcall(got["upcalls"])
                elif source is self.member:
                    self.read_delivery(got["delivered"])
                elif source is self.watcher:
                    self.read_copy(got["copies"])
                else:
                    os.read(source, 65536)

    def read_upcall(self, upcalls):
        data = self.daemon.recv(65536)
        if self.is_v4:
            if len(data) < 20 or data[9] != 0:
                return
            kind, vif, source, group = data[8], data[10], data[12:16], data[16:20]
        else:
            if len(data) < 40 or data[0] != 0:
                return
            kind, vif, source, group = data[1], struct.unpack_from("H", data, 2)[0], data[8:24], data[24:40]
        address = lambda packed: str(ipaddress.ip_address(packed))
        upcalls.append({"type": UPCALLS[kind], "vif": vif, "source": address(source), "group": address(group)})

    def read_delivery(self, delivered):
        data, ancillary, _, _ = self.member.recvmsg(65536, 256)
        for level, kind, value in ancillary:
            if self.is_v4 and (level, kind) == (socket.IPPROTO_IP, IP_PKTINFO):
                index = struct.unpack_from("i", value)[0]
            elif not self.is_v4 and (level, kind) == (socket.IPPROTO_IPV6, socket.IPV6_PKTINFO):
                index = struct.unpack_from("i", value, 16)[0]
            else:
                continue
            delivered.append({"interface": self.index.index(index), "packet": struct.unpack_from("!I", data)[0]})

    def read_copy(self, copies):
        data, (name, protocol, kind, _, _) = self.watcher.recvfrom(65536)
        if kind != PACKET_OUTGOING or protocol != ETHERTYPE[self.family]:
            return
        ip = data[14:]
        is_udp = ip[9] == 17 if self.is_v4 else ip[6] == 17
        udp = ip[20:] if self.is_v4 else ip[40:]
        if is_udp and struct.unpack_from("!H", udp, 2)[0] == PORT:
            ttl = ip[8] if self.is_v4 else ip[7]
            copies.append({"interface": self.number[name], "packet": struct.unpack_from("!I", udp, 8)[0], "ttl": ttl})

    def show(self):
        prefix = "/proc/net/ip_mr_" if self.is_v4 else "/proc/net/ip6_mr_"
        with open(prefix + "cache") as cache, open(prefix + "vif") as vifs:
            routes = [self.route_of(line.split()) for line in cache.readlines()[1:]]
            return {"routes": routes, "vifs": [self.vif_of(line.split()) for line in vifs.readlines()[1:]]}

    def address_of(self, word):
        if self.is_v4:
            return str(ipaddress.IPv4Address(struct.pack("=I", int(word, 16))))
        return str(ipaddress.ip_address(word))

    def route_of(self, words):
        group, source, iif, packets, bytes_, wrong = words[:6]
        pairs = " ".join(words[6:]).replace(": ", ":").split()
        row = {"source": self.address_of(source), "group": self.address_of(group), "iif": int(iif)}
        row |= {"packets": int(packets), "bytes": int(bytes_), "wrongIf": int(wrong)}
        row["oifs"] = [dict(zip(("vif", "threshold"), map(int, pair.split(":")))) for pair in pairs]
        return row

    def vif_of(self, words):
        number, name, bytes_in, packets_in, bytes_out, packets_out = words[:6]
        row = {"vif": int(number), "interface": self.number[name], "packetsIn": int(packets_in), "bytesIn": int(bytes_in)}
        return row | {"packetsOut": int(packets_out), "bytesOut": int(bytes_out)}

    def do(self, op):
        """Does an operation and prints its line."""
        self.keep_clear(op.pop("atNs", 0) / 1e9)
        at = time.monotonic() - self.born
        op["atNs"] = int(at * 1e4) * 100_000
        if op["op"] == "show":
            return emit(op, self.show())
        error = None
        try:
            getattr(self, "op_" + op["op"])(op)
        except OSError as refusal:
            error = errno.errorcode[refusal.errno]
        got = self.collect()
        for upcall in got["upcalls"]:
            self.deadlines.append(at + (10 if upcall["type"] == "NOCACHE" else 3))
        if len(got["copies"]) > 50:
            got["copies"].sort(key=lambda copy: (copy["interface"], copy["packet"], copy["ttl"]))
        got["delivered"].sort(key=lambda one: (one["interface"], one["packet"]))
        emit(op, {"error": error, **got})

    def keep_clear(self, at):
        while True:
            now = time.monotonic() - self.born
            until = [d + BEHIND_DEADLINE for d in self.deadlines if d - BEFORE_DEADLINE < now < d + BEHIND_DEADLINE]
            wait = max([at, *until]) - now
            if wait <= 0:
                return
            time.sleep(wait)


def emit(op, want):
    print(json.dumps({"op": op, "want": want}, separators=(",", ":")))


class Walk:
    """Random operations. The weights say how often each is drawn."""

    def __init__(self, family, seed):
        self.random = random.Random(seed)
        self.is_v4 = family == "ipv4"
        self.any = ANY[family]
        self.packets = 0
        v4 = ["10.0.0.9", "10.0.1.9", "10.0.0.8"], ["239.1.1.1", "239.1.1.2", "232.1.1.1", "224.0.1.9"]
        v6 = ["fd00::9", "fd00:1::9", "fe80::9"], ["ff3e::1", "ff3e::2", "ff05::1", "ff03::9"]
        self.sources, self.groups = v4 if self.is_v4 else v6
        odd = ["0.0.0.0", "127.0.0.1", "10.0.1.1", "224.9.9.9"] if self.is_v4 else ["::", "::1", "fd00:1::1"]
        self.odd_sources = odd
        self.link_local = "224.0.0.99" if self.is_v4 else "ff02::99"
        self.joined = set()

    def one(self):
        kinds = {"inject": 50, "routeAdd": 18, "routeRemove": 6, "originate": 5, "join": 3, "leave": 3, "vifAdd": 3}
        kinds |= {"vifRemove": 3, "assert": 2, "pim": 2, "flush": 1, "rpFilter": 3 if self.is_v4 else 0}
        kind = self.random.choices(list(kinds), list(kinds.values()))[0]
        return {"op": kind, **getattr(self, kind if kind != "assert" else "assert_")()}

    def interface(self):
        return self.random.randrange(INTERFACES)

    def vif_number(self):
        return self.random.choice([0, 1, 2, 3, 3, 4, 5])

    def group(self):
        return self.link_local if self.random.random() < 0.04 else self.random.choice(self.groups)

    def inject(self):
        self.packets += 1
        source = self.random.choice(self.odd_sources if self.random.random() < 0.06 else self.sources)
        ttl = self.random.choice([0, 1, 2, 3, 5, 6, 16, 64, 64, 65, 255])
        size = (28 if self.is_v4 else 48) + self.random.choice([8, 18, 508])
        row = {"interface": self.interface(), "source": source, "group": self.group(), "ttl": ttl}
        return row | {"bytes": size, "packet": self.packets}

    def originate(self):
        number = self.interface()
        source = "10.0.%d.1" % number if self.is_v4 else "fd00:%d::1" % number
        row = self.inject() | {"interface": number, "source": source, "group": self.random.choice(self.groups)}
        return row | {"ttl": self.random.choice([1, 2, 16])}

    def key(self):
        draw = self.random.random()
        source = self.any if draw < 0.3 else self.random.choice(self.sources)
        group = self.any if draw < 0.12 else self.group()
        return {"proxy": self.random.random() < 0.3, "source": source, "group": group, "iif": self.random.choice([0, 1, 2, 3, 4, 7])}

    def routeAdd(self):
        vifs = self.random.sample(range(6), self.random.choice([0, 1, 2, 3, 4]))
        thresholds = [1, 1, 1, 2, 5, 64, 0, 255]
        return self.key() | {"oifs": [{"vif": vif, "threshold": self.random.choice(thresholds)} for vif in vifs]}

    def routeRemove(self):
        return self.key()

    def vifAdd(self):
        return {"vif": self.vif_number(), "interface": self.interface()}

    def vifRemove(self):
        return {"vif": self.vif_number()}

    def assert_(self):
        return {"value": self.random.choice([0, 1])}

    def pim(self):
        return {"value": self.random.choice([0, 1, 4])}

    def flush(self):
        return {"flags": self.random.choice([1, 4, 5])}

    def rpFilter(self):
        return {"interface": self.random.choice([None, 0, 1, 2, 3]), "value": self.random.choice([0, 0, 1, 2])}

    def join(self):
        free = [(i, g) for i in range(INTERFACES) for g in [*self.groups, self.link_local] if (i, g) not in self.joined]
        place = self.random.choice(free)
        self.joined.add(place)
        return {"interface": place[0], "group": place[1]}

    def leave(self):
        if not self.joined:
            return self.join() | {"op": "join"}
        place = self.random.choice(sorted(self.joined))
        self.joined.remove(place)
        return {"interface": place[0], "group": place[1]}


def main():
    parser = argparse.ArgumentParser(description="Records a conformance trace of this machine's kernel.")
    parser.add_argument("--family", choices=["ipv4", "ipv6"], default="ipv4")
    parser.add_argument("--seed", type=int, default=1, help="of the random walk (default: 1)")
    parser.add_argument("--ops", type=int, default=400, help="operations of the random walk (default: 400)")
    parser.add_argument("--script", metavar="FILE", help="do the operations of a trace, none before its atNs")
    given = parser.parse_args()
    router = Router(given.family)
    emit({"op": "new", "stack": "linux", "family": given.family, "interfaces": INTERFACES}, {})
    if given.script is not None:
        with open(given.script) as file:
            for line in file:
                op = json.loads(line)["op"]
                if op["op"] != "new":
                    router.do(op)
        return
    walk = Walk(given.family, given.seed)
    for _ in range(given.ops):
        router.do(walk.one())
        router.do({"op": "show"})


if __name__ == "__main__":
    sys.exit(main())
