// Recorder drives gVisor's own multicast code and writes down, or checks, what
// it answers.
//
// It speaks the conformance traces' format: one JSON object a line,
// {"op": …, "want": …}. There are two kinds of trace: "table" drives
// multicast.RouteTable alone, "stack" drives the whole network stack around it
// with IPv4, IPv6 and UDP, channel link endpoints and gVisor's manual clock.
//
//	recorder replay [options] FILE…
//	    do every op of the traces, report every want that comes out different
//	recorder record --kind table|stack --seed N --ops N --out FILE [options]
//	    write the trace of a random walk; the same seed gives the same bytes
//	recorder answer --kind table|stack --in FILE --out FILE [options]
//	    take the ops of FILE, whatever their wants, and write the wants anew
//
// The options change the stack from gVisor's defaults, to find out which of its
// settings a trace depends on: --handle-local, --auto-link-local, --dad,
// --allow-external-loopback.
//
// # Building
//
// The multicast package is internal to pkg/tcpip/network, and Debian packages
// gVisor for GOPATH mode. So this file has to sit in a copy of gVisor's tree:
//
//	apt install golang-1.19-go golang-gvisor-gvisor-dev
//	mkdir -p gopath/src/gvisor.dev
//	cp -rL /usr/share/gocode/src/gvisor.dev/gvisor gopath/src/gvisor.dev/
//	dir=gopath/src/gvisor.dev/gvisor/pkg/tcpip/network/internal/recorder
//	mkdir $dir && cp main.go $dir/
//	export GO111MODULE=off GOPATH=$PWD/gopath:/usr/share/gocode
//	/usr/lib/go-1.19/bin/go build -o recorder \
//	    gvisor.dev/gvisor/pkg/tcpip/network/internal/recorder
//
// Nothing in gVisor's tree is changed; the table's unexported state is read with
// package unsafe. Written for golang-gvisor-gvisor-dev 0.0~20221219.0-2.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand"
	"net"
	"os"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"time"
	"unsafe"

	"gvisor.dev/gvisor/pkg/bufferv2"
	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/checksum"
	"gvisor.dev/gvisor/pkg/tcpip/faketime"
	"gvisor.dev/gvisor/pkg/tcpip/header"
	"gvisor.dev/gvisor/pkg/tcpip/link/channel"
	"gvisor.dev/gvisor/pkg/tcpip/network/internal/multicast"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv4"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv6"
	"gvisor.dev/gvisor/pkg/tcpip/stack"
	"gvisor.dev/gvisor/pkg/tcpip/transport/udp"
)

// ---------------------------------------------------------------- the format

// line is one line of a trace.
type line struct {
	Op   json.RawMessage `json:"op"`
	Want json.RawMessage `json:"want"`
}

// op holds the arguments of every operation of both kinds.
type op struct {
	Op          string      `json:"op"`
	Source      string      `json:"source"`
	Destination string      `json:"destination"`
	Payload     string      `json:"payload"`
	Iif         tcpip.NICID `json:"iif"`
	Oifs        []oif       `json:"oifs"`
	Ns          int64       `json:"ns"`

	// Of tables only.
	MaxPendingQueueSize *uint8 `json:"maxPendingQueueSize"`
	NoClock             bool   `json:"noClock"`

	// Of stacks only.
	V6     bool        `json:"v6"`
	NIC    tcpip.NICID `json:"nic"`
	TTL    uint8       `json:"ttl"`
	Enable bool        `json:"enable"`
	// Addresses of a nicAdd, with their prefix lengths, instead of the usual
	// two. An extension of the format: no trace but those about it has it.
	Addresses *[]string `json:"addresses"`
}

// oif is an outgoing interface of a route.
type oif struct {
	ID     tcpip.NICID `json:"id"`
	MinTTL uint8       `json:"minTtl"`
}

// want is what an op came back with. encoding/json sorts its keys.
type want map[string]any

// lab answers the ops of one kind of trace. It panics at an op that is not of
// its kind or not well-formed, and before the first "new".
type lab interface {
	do(op) want
}

func newLab(kind string, options stackOptions) lab {
	switch kind {
	case "table":
		return &tableLab{}
	case "stack":
		return &stackLab{options: options}
	default:
		fail("unknown kind of trace: %q", kind)
		return nil
	}
}

// answer does the op and returns the finished line.
func answer(l lab, rawOp json.RawMessage) line {
	var o op
	decoder := json.NewDecoder(bytes.NewReader(rawOp))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&o); err != nil {
		fail("%s: %s", rawOp, err)
	}
	return line{Op: rawOp, Want: encode(l.do(o))}
}

func parseAddress(s string) tcpip.Address {
	ip := net.ParseIP(s)
	if ip == nil {
		fail("not an address: %q", s)
	}
	if strings.Contains(s, ":") {
		return tcpip.Address(ip.To16())
	}
	return tcpip.Address(ip.To4())
}

func (o op) key() stack.UnicastSourceAndMulticastDestination {
	return stack.UnicastSourceAndMulticastDestination{
		Source:      parseAddress(o.Source),
		Destination: parseAddress(o.Destination),
	}
}

func (o op) route() stack.MulticastRoute {
	route := stack.MulticastRoute{ExpectedInputInterface: o.Iif}
	for _, out := range o.Oifs {
		route.OutgoingInterfaces = append(route.OutgoingInterfaces, stack.MulticastRouteOutgoingInterface{
			ID:     out.ID,
			MinTTL: out.MinTTL,
		})
	}
	return route
}

func toNs(t tcpip.MonotonicTime) int64 {
	return t.Sub(tcpip.MonotonicTime{}).Nanoseconds()
}

// errorName is the name of an error's type; null when there is no error.
func errorName(err tcpip.Error) any {
	if err == nil {
		return nil
	}
	return reflect.TypeOf(err).Elem().Name()
}

// ----------------------------------------------------------------- the table

// tableLab answers for a multicast.RouteTable alone.
type tableLab struct {
	clock *faketime.ManualClock
	table *multicast.RouteTable
}

type (
	tableDump struct {
		Installed      []installedDump `json:"installed"`
		Pending        []pendingDump   `json:"pending"`
		CleanupRunning bool            `json:"cleanupRunning"`
	}

	installedDump struct {
		Source      string      `json:"source"`
		Destination string      `json:"destination"`
		Iif         tcpip.NICID `json:"iif"`
		Oifs        []oif       `json:"oifs"`
		LastUsedNs  int64       `json:"lastUsedNs"`
	}

	pendingDump struct {
		Source       string   `json:"source"`
		Destination  string   `json:"destination"`
		ExpirationNs int64    `json:"expirationNs"`
		Packets      []string `json:"packets"`
	}
)

func (l *tableLab) do(o op) want {
	w := want{}
	switch o.Op {
	case "new":
		l.clock = faketime.NewManualClock()
		l.table = &multicast.RouteTable{}
		config := multicast.DefaultConfig(l.clock)
		if o.MaxPendingQueueSize != nil {
			config.MaxPendingQueueSize = *o.MaxPendingQueueSize
		}
		if o.NoClock {
			clockless := config
			clockless.Clock = nil
			w["error"] = l.table.Init(clockless).Error()
		}
		if err := l.table.Init(config); err != nil {
			fail("Init: %s", err)
		}
	case "init":
		w["error"] = l.table.Init(multicast.DefaultConfig(l.clock)).Error()
	case "advance":
		l.clock.Advance(time.Duration(o.Ns))
	case "getRouteOrInsertPending":
		pkt := packetOf([]byte(o.Payload))
		result, hasBufferSpace := l.table.GetRouteOrInsertPending(o.key(), pkt)
		pkt.DecRef()
		w["hasBufferSpace"] = hasBufferSpace
		if hasBufferSpace {
			w["state"] = result.GetRouteResultState.String()
			if result.InstalledRoute != nil {
				w["route"] = dumpInstalled(o.key(), result.InstalledRoute)
			}
		}
	case "addInstalledRoute":
		packets := l.table.AddInstalledRoute(o.key(), l.table.NewInstalledRoute(o.route()))
		w["pendingPackets"] = payloads(packets)
		for _, pkt := range packets {
			pkt.DecRef()
		}
	case "removeInstalledRoute":
		w["removed"] = l.table.RemoveInstalledRoute(o.key())
	case "removeAllInstalledRoutes":
		l.table.RemoveAllInstalledRoutes()
	case "close":
		l.table.Close()
	case "getLastUsedTimestamp":
		timestamp, found := l.table.GetLastUsedTimestamp(o.key())
		w["found"] = found
		if found {
			w["lastUsedNs"] = toNs(timestamp)
		}
	case "setLastUsedTimestamp":
		route, found := l.installed()[o.key()]
		w["found"] = found
		if found {
			var zero tcpip.MonotonicTime
			route.SetLastUsedTimestamp(zero.Add(time.Duration(o.Ns)))
		}
	default:
		fail("not an op of tables: %q", o.Op)
	}
	w["nowNs"] = toNs(l.clock.NowMonotonic())
	w["table"] = l.dump()
	return w
}

// packetOf makes a packet that holds data, yet unparsed.
func packetOf(data []byte) stack.PacketBufferPtr {
	return stack.NewPacketBuffer(stack.PacketBufferOptions{Payload: bufferv2.MakeWithData(data)})
}

func payloads(packets []stack.PacketBufferPtr) []string {
	texts := []string{}
	for _, pkt := range packets {
		texts = append(texts, string(pkt.Data().AsRange().ToSlice()))
	}
	return texts
}

// unexported returns a field that gVisor keeps to itself.
func unexported(structPtr any, field string) any {
	f := reflect.ValueOf(structPtr).Elem().FieldByName(field)
	return reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem().Interface()
}

func (l *tableLab) installed() map[stack.UnicastSourceAndMulticastDestination]*multicast.InstalledRoute {
	return unexported(l.table, "installedRoutes").(map[stack.UnicastSourceAndMulticastDestination]*multicast.InstalledRoute)
}

func (l *tableLab) dump() tableDump {
	dump := tableDump{
		Installed:      []installedDump{},
		Pending:        []pendingDump{},
		CleanupRunning: unexported(l.table, "isCleanupRoutineRunning").(bool),
	}
	for key, route := range l.installed() {
		dump.Installed = append(dump.Installed, dumpInstalled(key, route))
	}
	sort.Slice(dump.Installed, func(i, j int) bool {
		a, b := dump.Installed[i], dump.Installed[j]
		return a.Source+" "+a.Destination < b.Source+" "+b.Destination
	})
	pending := unexported(l.table, "pendingRoutes").(map[stack.UnicastSourceAndMulticastDestination]multicast.PendingRoute)
	for key, route := range pending {
		route := route
		dump.Pending = append(dump.Pending, pendingDump{
			Source:       key.Source.String(),
			Destination:  key.Destination.String(),
			ExpirationNs: toNs(unexported(&route, "expiration").(tcpip.MonotonicTime)),
			Packets:      payloads(unexported(&route, "packets").([]stack.PacketBufferPtr)),
		})
	}
	sort.Slice(dump.Pending, func(i, j int) bool {
		a, b := dump.Pending[i], dump.Pending[j]
		return a.Source+" "+a.Destination < b.Source+" "+b.Destination
	})
	return dump
}

func dumpInstalled(key stack.UnicastSourceAndMulticastDestination, route *multicast.InstalledRoute) installedDump {
	dump := installedDump{
		Source:      key.Source.String(),
		Destination: key.Destination.String(),
		Iif:         route.ExpectedInputInterface,
		Oifs:        []oif{},
		LastUsedNs:  toNs(route.LastUsedTimestamp()),
	}
	for _, out := range route.OutgoingInterfaces {
		dump.Oifs = append(dump.Oifs, oif{ID: out.ID, MinTTL: out.MinTTL})
	}
	return dump
}

// ----------------------------------------------------------------- the stack

// stackOptions are differences from gVisor's defaults.
type stackOptions struct {
	handleLocal           bool
	autoLinkLocal         bool
	dadTransmits          uint
	allowExternalLoopback bool
}

// stackLab answers for a whole network stack.
type stackLab struct {
	options  stackOptions
	clock    *faketime.ManualClock
	stack    *stack.Stack
	links    map[tcpip.NICID]*channel.Endpoint
	events   []want
	counters map[string]uint64
}

const (
	mtu = 1500
	// linkQueueSize is more than one op can send: a full queue drops silently.
	linkQueueSize = 4096
	udpPort       = 5000
)

func protocolNumber(v6 bool) tcpip.NetworkProtocolNumber {
	if v6 {
		return header.IPv6ProtocolNumber
	}
	return header.IPv4ProtocolNumber
}

func (l *stackLab) do(o op) want {
	w := want{}
	if o.Op == "new" {
		l.reset()
		return w
	}
	protocol := protocolNumber(o.V6)
	switch o.Op {
	case "nicAdd":
		if err := l.addNIC(o); err != nil {
			w["error"] = errorName(err)
		}
	case "nicRemove":
		err := l.stack.RemoveNIC(o.NIC)
		if err == nil {
			delete(l.links, o.NIC)
		}
		w["error"] = errorName(err)
	case "nicForwarding":
		was, err := l.stack.SetNICMulticastForwarding(o.NIC, protocol, o.Enable)
		w["was"], w["error"] = was, errorName(err)
	case "enable":
		was, err := l.stack.EnableMulticastForwardingForProtocol(protocol, l)
		w["was"], w["error"] = was, errorName(err)
	case "disable":
		w["error"] = errorName(l.stack.DisableMulticastForwardingForProtocol(protocol))
	case "join":
		w["error"] = errorName(l.stack.JoinGroup(protocol, o.NIC, parseAddress(o.Destination)))
	case "leave":
		w["error"] = errorName(l.stack.LeaveGroup(protocol, o.NIC, parseAddress(o.Destination)))
	case "routeAdd":
		w["error"] = errorName(l.stack.AddMulticastRoute(protocol, o.key(), o.route()))
	case "routeRemove":
		w["error"] = errorName(l.stack.RemoveMulticastRoute(protocol, o.key()))
	case "lastUsed":
		timestamp, err := l.stack.MulticastRouteLastUsedTime(protocol, o.key())
		w["error"] = errorName(err)
		if err == nil {
			w["lastUsedNs"] = toNs(timestamp)
		}
	case "advance":
		l.clock.Advance(time.Duration(o.Ns))
	case "inject":
		link, ok := l.links[o.NIC]
		if !ok {
			w["error"] = "NoSuchNIC"
			break
		}
		pkt := packetOf(datagram(o))
		link.InjectInbound(protocol, pkt)
		pkt.DecRef()
	default:
		fail("not an op of stacks: %q", o.Op)
	}
	w["events"] = l.takeEvents()
	w["forwarded"] = l.takeForwarded()
	w["counters"] = l.takeCounters()
	w["nowNs"] = toNs(l.clock.NowMonotonic())
	return w
}

func (l *stackLab) reset() {
	if l.stack != nil {
		for id := range l.links {
			l.stack.RemoveNIC(id)
		}
		l.stack.Destroy()
	}
	l.clock = faketime.NewManualClock()
	l.links = map[tcpip.NICID]*channel.Endpoint{}
	l.events = nil
	l.stack = stack.New(stack.Options{
		NetworkProtocols: []stack.NetworkProtocolFactory{
			ipv4.NewProtocolWithOptions(ipv4.Options{
				AllowExternalLoopbackTraffic: l.options.allowExternalLoopback,
			}),
			ipv6.NewProtocolWithOptions(ipv6.Options{
				AutoGenLinkLocal:             l.options.autoLinkLocal,
				NDPDisp:                      acceptLinkLocal{},
				AllowExternalLoopbackTraffic: l.options.allowExternalLoopback,
				DADConfigs: stack.DADConfigurations{
					DupAddrDetectTransmits: uint8(l.options.dadTransmits),
					RetransmitTimer:        time.Second,
				},
			}),
		},
		TransportProtocols: []stack.TransportProtocolFactory{udp.NewProtocol},
		Clock:              l.clock,
		HandleLocal:        l.options.handleLocal,
	})
	l.counters = readCounters(l.stack)
}

// acceptLinkLocal lets auto-generated addresses in; without a dispatcher gVisor
// makes none. No router advertisement arrives here, so no other method is called.
type acceptLinkLocal struct {
	ipv6.NDPDispatcher
}

// OnAutoGenAddress implements ipv6.NDPDispatcher.
func (acceptLinkLocal) OnAutoGenAddress(tcpip.NICID, tcpip.AddressWithPrefix) stack.AddressDispatcher {
	return nil
}

// OnDuplicateAddressDetectionResult implements ipv6.NDPDispatcher.
func (acceptLinkLocal) OnDuplicateAddressDetectionResult(tcpip.NICID, tcpip.Address, stack.DADResult) {
}

// OnAutoGenAddressInvalidated implements ipv6.NDPDispatcher.
func (acceptLinkLocal) OnAutoGenAddressInvalidated(tcpip.NICID, tcpip.AddressWithPrefix) {
}

// addNIC adds NIC n with 10.0.n.1/24 and fc00:n::1/64, or with what the op says.
func (l *stackLab) addNIC(o op) tcpip.Error {
	addresses := []string{fmt.Sprintf("10.0.%d.1/24", o.NIC), fmt.Sprintf("fc00:%d::1/64", o.NIC)}
	if o.Addresses != nil {
		addresses = *o.Addresses
	}
	link := channel.New(linkQueueSize, mtu, tcpip.LinkAddress([]byte{2, 0, 0, 0, 0, byte(o.NIC)}))
	if err := l.stack.CreateNIC(o.NIC, link); err != nil {
		return err
	}
	l.links[o.NIC] = link
	for _, text := range addresses {
		address, prefix, _ := strings.Cut(text, "/")
		prefixLen, err := strconv.Atoi(prefix)
		if err != nil {
			fail("not an address with its prefix length: %q", text)
		}
		if err := l.stack.AddProtocolAddress(o.NIC, tcpip.ProtocolAddress{
			Protocol: protocolNumber(strings.Contains(address, ":")),
			AddressWithPrefix: tcpip.AddressWithPrefix{
				Address:   parseAddress(address),
				PrefixLen: prefixLen,
			},
		}, stack.AddressProperties{}); err != nil {
			fail("AddProtocolAddress(%d, %s): %s", o.NIC, text, err)
		}
	}
	return nil
}

// datagram is the UDP datagram of an inject, its checksums right.
func datagram(o op) []byte {
	key := o.key()
	length := uint16(header.UDPMinimumSize + len(o.Payload))
	segment := header.UDP(make([]byte, length))
	segment.Encode(&header.UDPFields{SrcPort: udpPort, DstPort: udpPort, Length: length})
	copy(segment.Payload(), o.Payload)
	sum := header.PseudoHeaderChecksum(header.UDPProtocolNumber, key.Source, key.Destination, length)
	segment.SetChecksum(^segment.CalculateChecksum(checksum.Checksum([]byte(o.Payload), sum)))

	if o.V6 {
		ip := header.IPv6(make([]byte, header.IPv6MinimumSize))
		ip.Encode(&header.IPv6Fields{
			PayloadLength:     length,
			TransportProtocol: header.UDPProtocolNumber,
			HopLimit:          o.TTL,
			SrcAddr:           key.Source,
			DstAddr:           key.Destination,
		})
		return append(ip, segment...)
	}
	ip := header.IPv4(make([]byte, header.IPv4MinimumSize))
	ip.Encode(&header.IPv4Fields{
		TotalLength: header.IPv4MinimumSize + length,
		TTL:         o.TTL,
		Protocol:    uint8(header.UDPProtocolNumber),
		SrcAddr:     key.Source,
		DstAddr:     key.Destination,
	})
	ip.SetChecksum(^ip.CalculateChecksum())
	return append(ip, segment...)
}

// OnMissingRoute implements stack.MulticastForwardingEventDispatcher.
func (l *stackLab) OnMissingRoute(context stack.MulticastPacketContext) {
	l.events = append(l.events, want{
		"event":       "missingRoute",
		"source":      context.SourceAndDestination.Source.String(),
		"destination": context.SourceAndDestination.Destination.String(),
		"iif":         context.InputInterface,
	})
}

// OnUnexpectedInputInterface implements
// stack.MulticastForwardingEventDispatcher.
func (l *stackLab) OnUnexpectedInputInterface(context stack.MulticastPacketContext, expected tcpip.NICID) {
	l.events = append(l.events, want{
		"event":       "unexpectedInputInterface",
		"source":      context.SourceAndDestination.Source.String(),
		"destination": context.SourceAndDestination.Destination.String(),
		"iif":         context.InputInterface,
		"expectedIif": expected,
	})
}

func (l *stackLab) takeEvents() []want {
	events := append([]want{}, l.events...)
	l.events = nil
	return events
}

// takeForwarded empties the links and returns the UDP datagrams. What else may
// leave (ICMP, NDP) is the stack's own and no copy of anything injected.
func (l *stackLab) takeForwarded() []want {
	nics := []tcpip.NICID{}
	for id := range l.links {
		nics = append(nics, id)
	}
	sort.Slice(nics, func(i, j int) bool { return nics[i] < nics[j] })
	forwarded := []want{}
	for _, id := range nics {
		for pkt := l.links[id].Read(); !pkt.IsNil(); pkt = l.links[id].Read() {
			buffer := pkt.ToBuffer()
			if w := parseDatagram(pkt.NetworkProtocolNumber, buffer.Flatten()); w != nil {
				w["nic"] = id
				forwarded = append(forwarded, w)
			}
			buffer.Release()
			pkt.DecRef()
		}
	}
	return forwarded
}

// parseDatagram is the reverse of datagram; nil for what is no UDP.
func parseDatagram(protocol tcpip.NetworkProtocolNumber, data []byte) want {
	var ip header.Network
	var ttl uint8
	if protocol == header.IPv6ProtocolNumber {
		ip, ttl = header.IPv6(data), header.IPv6(data).HopLimit()
	} else {
		ip, ttl = header.IPv4(data), header.IPv4(data).TTL()
	}
	if ip.TransportProtocol() != header.UDPProtocolNumber {
		return nil
	}
	return want{
		"source":      ip.SourceAddress().String(),
		"destination": ip.DestinationAddress().String(),
		"ttl":         ttl,
		"payload":     string(header.UDP(ip.Payload()).Payload()),
	}
}

// takeCounters returns by how much each IP counter moved since the last call.
func (l *stackLab) takeCounters() map[string]uint64 {
	moves := map[string]uint64{}
	now := readCounters(l.stack)
	for name, value := range now {
		if move := value - l.counters[name]; move != 0 && name != "PacketsSent" {
			moves[name] = move
		}
	}
	l.counters = now
	return moves
}

func readCounters(s *stack.Stack) map[string]uint64 {
	counters := map[string]uint64{}
	var read func(prefix string, v reflect.Value)
	read = func(prefix string, v reflect.Value) {
		for i := 0; i < v.NumField(); i++ {
			name := prefix + v.Type().Field(i).Name
			if counter, ok := v.Field(i).Interface().(*tcpip.StatCounter); ok {
				counters[name] = counter.Value()
			} else {
				read(name+".", v.Field(i))
			}
		}
	}
	read("", reflect.ValueOf(s.Stats().IP))
	return counters
}

// ---------------------------------------------------------------- the walks

// walk makes up ops at random.
type walk struct {
	*rand.Rand
	payloads int
	// queue holds ops that are already decided on, to be done first.
	queue []json.RawMessage
}

// choice is an op of a walk and how often it comes relative to the others.
type choice struct {
	weight int
	make   func() json.RawMessage
}

func (w *walk) next(choices []choice) json.RawMessage {
	if len(w.queue) == 0 {
		total := 0
		for _, c := range choices {
			total += c.weight
		}
		at := w.Intn(total)
		for _, c := range choices {
			if at < c.weight {
				return c.make()
			}
			at -= c.weight
		}
	}
	first := w.queue[0]
	w.queue = w.queue[1:]
	return first
}

// makeOp encodes an op with its arguments, alternately names and values, in the
// order given.
func makeOp(name string, arguments ...any) json.RawMessage {
	var b bytes.Buffer
	b.WriteString(`{"op":` + string(encode(name)))
	for i := 0; i < len(arguments); i += 2 {
		b.WriteString("," + string(encode(arguments[i])) + ":" + string(encode(arguments[i+1])))
	}
	b.WriteString("}")
	return b.Bytes()
}

// oneIn is true once in n times.
func (w *walk) oneIn(n int) bool {
	return w.Intn(n) == 0
}

func pick[T any](w *walk, from ...T) T {
	return from[w.Intn(len(from))]
}

// weighted picks an index; percents is what of a hundred each gets.
func (w *walk) weighted(percents ...int) int {
	at := w.Intn(100)
	for i, percent := range percents {
		if at < percent {
			return i
		}
		at -= percent
	}
	return len(percents) - 1
}

func (w *walk) payload() string {
	w.payloads++
	return fmt.Sprintf("p%d", w.payloads)
}

// advance is half the time a step at one of the table's own limits.
func (w *walk) advance() json.RawMessage {
	const second = 1_000_000_000
	ns := w.Int63n(3 * second)
	switch {
	case w.oneIn(2):
		ns = pick[int64](w, 0, 1, second, 2*second, 3*second, 5*second, 5*second+1, 10*second-1,
			10*second, 10*second+1, 15*second, 20*second, 20*second+1, 60*second)
	case w.oneIn(4):
		ns = w.Int63n(12 * second)
	}
	return makeOp("advance", "ns", ns)
}

// tableWalk returns the ops of a walk over a table.
func tableWalk(w *walk) func() json.RawMessage {
	var elapsed int64
	pair := func() (source, destination string) {
		pairs := [][2]string{
			{"10.0.0.1", "239.1.1.1"},
			{"10.0.0.2", "232.1.1.1"},
			{"192.168.1.1", "192.168.1.1"},
			{"fd00::1", "ff0e::a"},
			{"10.0.0.10", "239.1.1.10"},
		}
		i := w.weighted(47, 24, 14, 9, 6)
		j := i
		if w.oneIn(6) {
			j = w.Intn(len(pairs))
		}
		return pairs[i][0], pairs[j][1]
	}
	onPair := func(name string) func() json.RawMessage {
		return func() json.RawMessage {
			source, destination := pair()
			return makeOp(name, "source", source, "destination", destination)
		}
	}
	fresh := func() json.RawMessage {
		elapsed = 0
		arguments := []any{}
		if !w.oneIn(3) {
			arguments = append(arguments, "maxPendingQueueSize", pick(w, 0, 1, 1, 2, 2, 3, 4, 5, 255))
		}
		if w.oneIn(12) {
			arguments = append(arguments, "noClock", true)
		}
		return makeOp("new", arguments...)
	}
	choices := []choice{
		{390, func() json.RawMessage {
			source, destination := pair()
			return makeOp("getRouteOrInsertPending", "source", source, "destination", destination, "payload", w.payload())
		}},
		{230, func() json.RawMessage {
			advance := w.advance()
			var o op
			json.Unmarshal(advance, &o)
			elapsed += o.Ns
			return advance
		}},
		{105, onPair("removeInstalledRoute")},
		{100, func() json.RawMessage {
			source, destination := pair()
			oifs := []oif{}
			for n := w.Intn(4); n > 0; n-- {
				oifs = append(oifs, oif{tcpip.NICID(w.Intn(5) + 1), pick[uint8](w, 0, 1, 2, 10, 64, 255)})
			}
			return makeOp("addInstalledRoute", "source", source, "destination", destination, "iif", w.Intn(5)+1, "oifs", oifs)
		}},
		{80, onPair("getLastUsedTimestamp")},
		{80, func() json.RawMessage {
			source, destination := pair()
			ns := int64(0)
			if !w.oneIn(3) {
				ns = w.Int63n(2*elapsed + 1)
			}
			return makeOp("setLastUsedTimestamp", "source", source, "destination", destination, "ns", ns)
		}},
		{6, func() json.RawMessage { return makeOp("removeAllInstalledRoutes") }},
		{5, fresh},
		{5, func() json.RawMessage { return makeOp("init") }},
		{4, func() json.RawMessage { return makeOp("close") }},
	}
	w.queue = []json.RawMessage{fresh()}
	return func() json.RawMessage { return w.next(choices) }
}

// family is what a stack walk has to choose from for IPv4 or IPv6.
type family struct {
	v6 bool
	// usual sources and groups; a datagram of the i-th arrives on NIC i+1.
	sources, groups []string
	// odd ones. A "%d" stands for the number of a NIC.
	oddSources, oddDestinations []string
	// oddGroups are what else is joined and left.
	oddGroups []string
}

var families = [2]family{
	{
		v6:      false,
		sources: []string{"10.0.1.9", "10.0.2.9", "192.0.2.7"},
		groups:  []string{"239.1.1.1", "232.1.1.1", "225.0.0.0"},
		oddSources: []string{
			"0.0.0.0", "127.0.0.1", "127.255.255.255", "10.0.%d.1", "10.0.%d.1", "10.0.%d.0", "10.0.%d.255",
			"10.0.%d.255", "169.254.0.10", "224.0.0.1", "224.0.0.9", "239.9.9.9", "255.255.255.255",
		},
		oddDestinations: []string{
			"224.0.0.1", "224.0.0.1", "224.0.0.2", "224.0.0.5", "224.0.0.255", "224.0.1.0", "224.0.1.1",
			"239.255.255.255", "10.0.%d.1", "10.0.%d.1", "10.0.%d.0", "10.0.%d.9", "10.0.%d.255", "10.0.%d.255",
			"127.0.0.1", "169.254.9.9", "0.0.0.0", "255.255.255.255",
		},
		oddGroups: []string{"224.0.0.1", "224.0.0.1", "224.0.0.2", "224.0.0.5", "10.0.%d.1", "255.255.255.255"},
	},
	{
		v6:      true,
		sources: []string{"fc00:1::9", "fc00:2::9", "2001:db8::7"},
		groups:  []string{"ff0e::a", "ff3e::8000:1", "ff05::b"},
		oddSources: []string{
			"::", "::1", "fc00:%d::1", "fc00:%d::1", "fc00:%d::", "fe80::9", "febf::9", "fec0::9", "ff02::1", "ff0e::9",
		},
		oddDestinations: []string{
			"ff00::a", "ff01::1", "ff01::a", "ff02::1", "ff02::1", "ff02::2", "ff02::a", "ff02::1:3", "ff02::1:ff00:1",
			"ff02::1:ff00:1", "ff02::1:ff00:9", "ff03::a", "ff12::a", "ff0f::a", "fc00:%d::1", "fc00:%d::1",
			"fc00:%d::9", "fe80::9", "::", "::1",
		},
		oddGroups: []string{
			"ff02::1", "ff02::1", "ff02::1:ff00:1", "ff02::1:ff00:1", "ff01::1", "ff02::a", "fc00:%d::1",
		},
	},
}

// stackWalk returns the ops of a walk over a stack.
func stackWalk(w *walk) func() json.RawMessage {
	// nic is one that the walk starts with, seldom another.
	nic := func() int {
		if w.oneIn(40) {
			return w.Intn(2) + 5
		}
		return w.Intn(4) + 1
	}
	fill := func(address string) string {
		if strings.Contains(address, "%d") {
			return fmt.Sprintf(address, nic())
		}
		return address
	}
	oneFamily := func() family { return families[w.weighted(59, 41)] }
	// flow is a source, a destination and the NIC that its datagrams belong to;
	// once in oddOneIn times one of the addresses is odd, or both.
	flow := func(f family, oddOneIn int) (source, destination string, iif int) {
		i := w.weighted(50, 30, 20)
		j := i
		if w.oneIn(8) {
			j = w.Intn(len(f.groups))
		}
		source, destination, iif = f.sources[i], f.groups[j], i+1
		if w.oneIn(oddOneIn) {
			if which := w.Intn(9); which >= 4 {
				destination = fill(pick(w, f.oddDestinations...))
			} else {
				source = fill(pick(w, f.oddSources...))
				if which == 0 {
					destination = fill(pick(w, f.oddDestinations...))
				}
			}
		}
		if w.oneIn(8) {
			iif = nic()
		}
		return source, destination, iif
	}
	onFlow := func(name string) func() json.RawMessage {
		return func() json.RawMessage {
			f := oneFamily()
			source, destination, _ := flow(f, 30)
			return makeOp(name, "v6", f.v6, "source", source, "destination", destination)
		}
	}
	inject := func() json.RawMessage {
		f := oneFamily()
		source, destination, iif := flow(f, 7)
		ttl := 64
		switch w.Intn(3) {
		case 0:
			ttl = pick(w, 0, 1, 2, 3, 254, 255)
		case 1:
			ttl = pick(w, 0, 1, 2, 3, 254, 255, w.Intn(256))
		}
		return makeOp("inject", "v6", f.v6, "nic", iif, "source", source, "destination", destination,
			"ttl", ttl, "payload", w.payload())
	}
	routeAdd := func() json.RawMessage {
		f := oneFamily()
		source, destination, iif := flow(f, 20)
		count := pick(w, 1, 2, 3)
		if w.oneIn(20) {
			count = 0
		}
		oifs := []oif{}
		for len(oifs) < count {
			id := nic()
			switch {
			case len(oifs) > 0 && w.oneIn(5):
				id = int(oifs[0].ID)
			case id == iif && !w.oneIn(8):
				id = iif%4 + 1
			}
			oifs = append(oifs, oif{tcpip.NICID(id), pick[uint8](w, 0, 0, 1, 1, 1, 2, 3, 64, 65, 255, uint8(w.Intn(256)))})
		}
		return makeOp("routeAdd", "v6", f.v6, "source", source, "destination", destination, "iif", iif, "oifs", oifs)
	}
	// membership is a join or a leave, often more than one in a row.
	membership := func(first string) func() json.RawMessage {
		return func() json.RawMessage {
			f := oneFamily()
			group := pick(w, f.groups...)
			if w.oneIn(4) {
				group = fill(pick(w, f.oddGroups...))
			}
			arguments := []any{"v6", f.v6, "nic", nic(), "destination", group}
			for w.oneIn(3) {
				w.queue = append(w.queue, makeOp(pick(w, "join", "leave", "leave"), arguments...))
			}
			return makeOp(first, arguments...)
		}
	}
	forwarding := func() json.RawMessage {
		return makeOp("nicForwarding", "v6", oneFamily().v6, "nic", nic(), "enable", !w.oneIn(4))
	}
	// nicRemove often takes a NIC away only to bring it back.
	nicRemove := func() json.RawMessage {
		id := nic()
		if !w.oneIn(3) {
			if w.oneIn(2) {
				w.queue = append(w.queue, inject())
			}
			w.queue = append(w.queue, makeOp("nicAdd", "nic", id))
			for _, f := range families {
				if !w.oneIn(4) {
					w.queue = append(w.queue, makeOp("nicForwarding", "v6", f.v6, "nic", id, "enable", true))
				}
			}
		}
		return makeOp("nicRemove", "nic", id)
	}
	// fresh is a new stack and how it is mostly set up.
	fresh := func() json.RawMessage {
		for id := 1; id <= 4; id++ {
			w.queue = append(w.queue, makeOp("nicAdd", "nic", id))
		}
		for _, f := range families {
			if !w.oneIn(10) {
				w.queue = append(w.queue, makeOp("enable", "v6", f.v6))
			}
			for id := 1; id <= 4; id++ {
				if !w.oneIn(6) {
					w.queue = append(w.queue, makeOp("nicForwarding", "nic", id, "v6", f.v6, "enable", true))
				}
			}
		}
		return makeOp("new")
	}
	choices := []choice{
		{490, inject},
		{150, w.advance},
		{130, routeAdd},
		{50, onFlow("lastUsed")},
		{40, onFlow("routeRemove")},
		{25, func() json.RawMessage { return makeOp("enable", "v6", oneFamily().v6) }},
		{15, func() json.RawMessage { return makeOp("nicAdd", "nic", nic()) }},
		{15, forwarding},
		{16, membership("join")},
		{10, membership("leave")},
		{6, nicRemove},
		{5, func() json.RawMessage { return makeOp("disable", "v6", oneFamily().v6) }},
		{2, fresh},
	}
	first := fresh()
	w.queue = append([]json.RawMessage{first}, w.queue...)
	return func() json.RawMessage { return w.next(choices) }
}

// -------------------------------------------------------------- the commands

func main() {
	if len(os.Args) < 2 {
		fail("usage: recorder replay|record|answer …")
	}
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	var options stackOptions
	flags.BoolVar(&options.handleLocal, "handle-local", false, "stack.Options.HandleLocal")
	flags.BoolVar(&options.autoLinkLocal, "auto-link-local", false, "ipv6.Options.AutoGenLinkLocal")
	flags.UintVar(&options.dadTransmits, "dad", 0, "DADConfigurations.DupAddrDetectTransmits")
	flags.BoolVar(&options.allowExternalLoopback, "allow-external-loopback", false, "AllowExternalLoopbackTraffic of both families")
	switch os.Args[1] {
	case "replay":
		flags.Parse(os.Args[2:])
		if !replay(flags.Args(), options) {
			os.Exit(1)
		}
	case "record":
		kind := flags.String("kind", "", "table or stack")
		seed := flags.Int64("seed", 1, "seed of the walk")
		ops := flags.Int("ops", 1500, "how many ops")
		out := flags.String("out", "", "the file to write")
		flags.Parse(os.Args[2:])
		writeTrace(*out, record(newLab(*kind, options), *kind, *seed, *ops))
	case "answer":
		kind := flags.String("kind", "", "table or stack")
		in := flags.String("in", "", "the file to read the ops from")
		out := flags.String("out", "", "the file to write")
		flags.Parse(os.Args[2:])
		l := newLab(*kind, options)
		lines := readTrace(*in)
		for i := range lines {
			lines[i] = answer(l, lines[i].Op)
		}
		writeTrace(*out, lines)
	default:
		fail("no such command: %q", os.Args[1])
	}
}

// replay reports every difference and, last, how many there were; true if none.
func replay(files []string, options stackOptions) bool {
	ops, differences := 0, 0
	for _, file := range files {
		lines := readTrace(file)
		if len(lines) == 0 {
			fail("%s: empty", file)
		}
		// Every want of a table has the table; the first of a stack is empty.
		var first want
		if err := json.Unmarshal(lines[0].Want, &first); err != nil {
			fail("%s:1: %s", file, err)
		}
		kind := "stack"
		if _, ok := first["table"]; ok {
			kind = "table"
		}
		l := newLab(kind, options)
		for i, recorded := range lines {
			ops++
			if answered := answer(l, recorded.Op); !sameJSON(recorded.Want, answered.Want) {
				differences++
				fmt.Printf("%s:%d: %s\n  recorded %s\n  answered %s\n", file, i+1, recorded.Op, recorded.Want, answered.Want)
			}
		}
	}
	fmt.Printf("%d files, %d ops, %d differences\n", len(files), ops, differences)
	return differences == 0
}

func record(l lab, kind string, seed int64, ops int) []line {
	w := &walk{Rand: rand.New(rand.NewSource(seed))}
	next := tableWalk
	if kind == "stack" {
		next = stackWalk
	}
	nextOp := next(w)
	lines := []line{}
	for len(lines) < ops {
		lines = append(lines, answer(l, nextOp()))
	}
	return lines
}

func readTrace(file string) []line {
	f, err := os.Open(file)
	if err != nil {
		fail("%s", err)
	}
	defer f.Close()
	lines := []line{}
	scanner := bufio.NewScanner(f)
	scanner.Buffer(nil, 1<<26)
	for scanner.Scan() {
		var l line
		if err := json.Unmarshal(scanner.Bytes(), &l); err != nil {
			fail("%s:%d: %s", file, len(lines)+1, err)
		}
		lines = append(lines, l)
	}
	if err := scanner.Err(); err != nil {
		fail("%s: %s", file, err)
	}
	return lines
}

func writeTrace(file string, lines []line) {
	var b bytes.Buffer
	for _, l := range lines {
		b.Write(encode(l))
		b.WriteByte('\n')
	}
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		fail("%s", err)
	}
}

// encode is json.Marshal for values that have an encoding.
func encode(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}

// sameJSON compares values, so not the order of keys, and numbers by their
// digits.
func sameJSON(a, b json.RawMessage) bool {
	decode := func(data json.RawMessage) (v any) {
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.UseNumber()
		if err := decoder.Decode(&v); err != nil {
			fail("%s: %s", data, err)
		}
		return v
	}
	return reflect.DeepEqual(decode(a), decode(b))
}

func fail(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, "recorder: "+format+"\n", arguments...)
	os.Exit(2)
}
