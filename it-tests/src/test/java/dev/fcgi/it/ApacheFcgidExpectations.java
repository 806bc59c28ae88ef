package dev.fcgi.it;

/** Where mod_fcgid differs, in whatever configuration. */
interface ApacheFcgidExpectations extends PathContract, BodyContract {

    /** What only the whole of it is asked. */
    interface Whole
            extends ApacheFcgidExpectations, RequestContract, ConnectionContract, ResponseContract, RedirectContract {}
}
