package dev.fcgi.core;

/**
 * Where one Responder request stands in what the web server sends (sections 5.2 to 5.4).
 *
 * <pre>
 * PARAMS --[empty PARAMS]--&gt; STDIN --[empty STDIN]--&gt; COMPLETE
 *    any --ABORT_REQUEST--&gt; ABORTED
 *    any --a record that has no place there--&gt; FAILED
 * </pre>
 */
enum RequestState {
    PARAMS,
    STDIN,
    COMPLETE,
    ABORTED,
    FAILED;

    /**
     * Makes the move a record asks for.
     *
     * @param type the record's type, not BEGIN_REQUEST
     * @param empty whether it has no content
     * @return the next state, {@link #FAILED} when the record has no place in this one
     */
    RequestState after(RecordType type, boolean empty) {
        if (type == RecordType.ABORT_REQUEST) {
            return ABORTED;
        }
        return switch (this) {
            case PARAMS -> type != RecordType.PARAMS ? FAILED : empty ? STDIN : PARAMS;
            case STDIN -> type != RecordType.STDIN ? afterEnd(type, empty) : empty ? COMPLETE : STDIN;
            case COMPLETE -> afterEnd(type, empty);
            case ABORTED -> ABORTED; // whatever still arrives is ignored
            case FAILED -> FAILED;
        };
    }

    /** A stream that has ended may end again (Cherokee 1.2 does so) but must not go on; DATA is for Filters only. */
    private RequestState afterEnd(RecordType type, boolean empty) {
        boolean ignored = type == RecordType.DATA || (empty && (type == RecordType.PARAMS || type == RecordType.STDIN));
        return ignored ? this : FAILED;
    }
}
