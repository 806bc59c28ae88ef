package dev.fcgi.it;

/** The whole contract, with what takes long: for one configuration of each web server. */
abstract class FrontEndContract extends FrontEndTopics implements RestartContract, TransferContract {}
