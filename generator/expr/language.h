/* SPDX-License-Identifier: MIT */
/*
 * The second front door of expr/, for the template room alone: tokens, trees,
 * the parser and the evaluator, out of which templates are made.
 */
#ifndef PHX_EXPR_LANGUAGE_H
#define PHX_EXPR_LANGUAGE_H

#include "ast.h"
#include "eval.h"
#include "expr.h"
#include "parser.h"
#include "token.h"

#endif
