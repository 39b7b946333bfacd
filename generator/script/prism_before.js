/* SPDX-License-Identifier: MIT */
/* Runs before Prism: it looks for a browser, and must not start by itself. */
var window = { Prism: { manual: true, disableWorkerMessageHandler: true } };
var document = {};
