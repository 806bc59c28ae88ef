package dev.fcgi.it;

/**
 * Everything a servlet application can expect behind a web server, once, by topics. A class for a web server says how to start it
 * and the application; where a web server must differ, it overrides an expectation and says why.
 */
abstract class FrontEndTopics extends FrontEndTest
        implements PathContract,
                RequestContract,
                ConnectionContract,
                BodyContract,
                ResponseContract,
                RedirectContract,
                AsyncContract,
                FailureContract,
                StopContract {}
