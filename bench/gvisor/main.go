// Gvisor measures gVisor's own multicast route table, in nanoseconds for each
// operation. It does what bench/table.ts does with ours: the same keys, the
// same order, the same number of rounds, garbage collected at the same places.
//
//	gvisor SIZE…
//
// prints a JSON array with an object for each size.
//
// The multicast package is internal to pkg/tcpip/network, and Debian packages
// gVisor for GOPATH mode. So bench/gvisor.ts has go build this file as if it
// stood in gVisor's tree, with -overlay; nothing in that tree is changed.
// Written for golang-gvisor-gvisor-dev 0.0~20221219.0-2.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"time"

	"gvisor.dev/gvisor/pkg/bufferv2"
	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/faketime"
	"gvisor.dev/gvisor/pkg/tcpip/network/internal/multicast"
	"gvisor.dev/gvisor/pkg/tcpip/stack"
)

const (
	lookups      = 2_000_000
	packetBytes  = 64
	leastInAll   = 200_000
	warmUpSize   = 1_000
	warmUpRounds = 100
)

type key = stack.UnicastSourceAndMulticastDestination

// row is what was measured at one size, in nanoseconds for each operation.
type row struct {
	Size    int     `json:"size"`
	Lookup  float64 `json:"lookup"`
	Install float64 `json:"install"`
	Pending float64 `json:"pending"`
	Expiry  float64 `json:"expiry"`
	Flush   float64 `json:"flush"`
}

// keyOf returns source 10.a.b.c, group 239.a.b.c, with a.b.c the bytes of i.
func keyOf(i int) key {
	low := string([]byte{byte(i >> 16), byte(i >> 8), byte(i)})
	return key{Source: tcpip.Address("\x0a" + low), Destination: tcpip.Address("\xef" + low)}
}

func newTable() (*multicast.RouteTable, *faketime.ManualClock) {
	clock := faketime.NewManualClock()
	table := &multicast.RouteTable{}
	check(table.Init(multicast.DefaultConfig(clock)) == nil, "a table was refused")
	return table, clock
}

func newPacket() stack.PacketBufferPtr {
	return stack.NewPacketBuffer(stack.PacketBufferOptions{Payload: bufferv2.MakeWithData(make([]byte, packetBytes))})
}

func newRoute(table *multicast.RouteTable) *multicast.InstalledRoute {
	return table.NewInstalledRoute(stack.MulticastRoute{
		ExpectedInputInterface: 1,
		OutgoingInterfaces:     []stack.MulticastRouteOutgoingInterface{{ID: 2, MinTTL: 1}},
	})
}

// lookupOrder is x ← 1664525 x + 1013904223 mod 2³², from 12345; index
// (x >> 4) mod size.
func lookupOrder(size int) []uint32 {
	order := make([]uint32, lookups)
	x := uint32(12345)
	for n := range order {
		x = x*1664525 + 1013904223
		order[n] = (x >> 4) % uint32(size)
	}
	return order
}

func measureInstall(keys []key, rounds int) float64 {
	runtime.GC()
	var total time.Duration
	for n := 0; n < rounds; n++ {
		table, _ := newTable()
		from := time.Now()
		for _, key := range keys {
			table.AddInstalledRoute(key, newRoute(table))
		}
		total += time.Since(from)
	}
	return perOperation(total, rounds*len(keys))
}

func measureLookup(keys []key, order []uint32) float64 {
	table, _ := newTable()
	for _, key := range keys {
		table.AddInstalledRoute(key, newRoute(table))
	}
	packet := newPacket()
	found := 0
	round := func() {
		for _, index := range order {
			result, ok := table.GetRouteOrInsertPending(keys[index], packet)
			if ok && result.GetRouteResultState == multicast.InstalledRouteFound {
				found++
			}
		}
	}
	round()
	runtime.GC()
	from := time.Now()
	round()
	total := time.Since(from)
	check(found == 2*len(order), "a lookup failed")
	return perOperation(total, len(order))
}

func measurePending(keys []key, rounds int) (float64, float64) {
	packets := make([]stack.PacketBufferPtr, len(keys))
	for i := range packets {
		packets[i] = newPacket()
	}
	runtime.GC()
	var pending, expiry time.Duration
	for n := 0; n < rounds; n++ {
		table, clock := newTable()
		from := time.Now()
		for i, key := range keys {
			table.GetRouteOrInsertPending(key, packets[i])
		}
		pending += time.Since(from)
		from = time.Now()
		clock.Advance(30 * time.Second)
		expiry += time.Since(from)
	}
	return perOperation(pending, rounds*len(keys)), perOperation(expiry, rounds*len(keys))
}

func measureFlush(keys []key, rounds int) float64 {
	var total time.Duration
	flushed := 0
	for n := 0; n < rounds; n++ {
		table, _ := newTable()
		for _, key := range keys {
			for packets := 0; packets < 3; packets++ {
				packet := newPacket()
				table.GetRouteOrInsertPending(key, packet)
				packet.DecRef()
			}
		}
		if n == 0 {
			runtime.GC()
		}
		from := time.Now()
		for _, key := range keys {
			flushed += len(table.AddInstalledRoute(key, newRoute(table)))
		}
		total += time.Since(from)
	}
	check(flushed == 3*rounds*len(keys), "packets are missing")
	return perOperation(total, rounds*len(keys))
}

func perOperation(total time.Duration, times int) float64 {
	return float64(total.Nanoseconds()) / float64(times)
}

func measure(size, rounds int, order []uint32) row {
	keys := make([]key, size)
	for i := range keys {
		keys[i] = keyOf(i)
	}
	row := row{Size: size}
	row.Install = measureInstall(keys, rounds)
	row.Lookup = measureLookup(keys, order)
	row.Pending, row.Expiry = measurePending(keys, rounds)
	row.Flush = measureFlush(keys, rounds)
	return row
}

func check(holds bool, why string) {
	if !holds {
		fmt.Fprintln(os.Stderr, "gvisor:", why)
		os.Exit(1)
	}
}

func main() {
	measure(warmUpSize, warmUpRounds, lookupOrder(warmUpSize)[:100_000])
	rows := []row{}
	for _, word := range os.Args[1:] {
		size, err := strconv.Atoi(word)
		check(err == nil && size > 0, "a size is a number above 0")
		rounds := (leastInAll + size - 1) / size
		rows = append(rows, measure(size, rounds, lookupOrder(size)))
	}
	check(json.NewEncoder(os.Stdout).Encode(rows) == nil, "nothing can be printed")
}
