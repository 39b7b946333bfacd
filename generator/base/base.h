/* SPDX-License-Identifier: MIT */
/*
 * base: the room every other room stands on. This umbrella is its front door;
 * other rooms include "base/base.h" and none of the headers below it.
 *
 * Lifetimes, longest first: process, site (immutable once frozen), job (one
 * page), scratch. A pointer may point to an equal or longer lifetime, never to
 * a shorter one. Memory that runs out ends the process in one place
 * (base_out_of_memory), so no allocating function here returns NULL.
 */
#ifndef PHX_BASE_BASE_H
#define PHX_BASE_BASE_H

#include "macros.h"

#include "arena.h"
#include "ascii.h"
#include "buf.h"
#include "date.h"
#include "diag.h"
#include "embed.h"
#include "error.h"
#include "fs.h"
#include "hash.h"
#include "library.h"
#include "map.h"
#include "path.h"
#include "pool.h"
#include "process.h"
#include "str.h"
#include "text.h"
#include "vec.h"

#include "banned.h"

#endif
