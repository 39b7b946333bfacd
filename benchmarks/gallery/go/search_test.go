// SPDX-License-Identifier: MIT

// Looking a key up in a slice, a sorted slice and a map.
package gallery

import (
	"fmt"
	"sort"
	"testing"
)

var found int

func keys(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i * 3
	}
	return out
}

func linear(list []int, key int) int {
	for i, k := range list {
		if k == key {
			return i
		}
	}
	return -1
}

func BenchmarkSearch(b *testing.B) {
	for _, n := range []int{4, 16, 64, 256, 1024} {
		list := keys(n)
		table := map[int]int{}
		for i, k := range list {
			table[k] = i
		}
		b.Run(fmt.Sprintf("how=scan/n=%d", n), func(b *testing.B) {
			for i := 0; i < b.N; i++ {
				found += linear(list, i%n*3)
			}
		})
		b.Run(fmt.Sprintf("how=bisect/n=%d", n), func(b *testing.B) {
			for i := 0; i < b.N; i++ {
				found += sort.SearchInts(list, i%n*3)
			}
		})
		b.Run(fmt.Sprintf("how=map/n=%d", n), func(b *testing.B) {
			for i := 0; i < b.N; i++ {
				found += table[i%n*3]
			}
		})
	}
}
