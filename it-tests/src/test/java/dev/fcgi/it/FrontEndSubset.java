package dev.fcgi.it;

/** What another configuration of a web server may change, where one has been held to the whole {@link FrontEndContract}. */
abstract class FrontEndSubset extends FrontEndTest
        implements PathContract, ConnectionContract, BodyContract, FailureContract {}
