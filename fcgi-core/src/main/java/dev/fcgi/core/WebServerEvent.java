package dev.fcgi.core;

import java.nio.ByteBuffer;

/** What {@link WebServerEngine#next} found in the input. */
public sealed interface WebServerEvent {
    /** The input ends before the next event. */
    enum NeedInput implements WebServerEvent {
        /** The only instance. */
        INSTANCE
    }

    /**
     * A piece of FCGI_STDOUT or FCGI_STDERR (section 5.3).
     *
     * @param type {@link RecordType#STDOUT} or {@link RecordType#STDERR}
     * @param requestId the request's ID
     * @param content a read-only view of the input buffer, valid until that buffer is written to; empty when
     *     {@code last}
     * @param last whether the stream has ended
     */
    record Output(RecordType type, int requestId, ByteBuffer content, boolean last) implements WebServerEvent {}

    /**
     * The application has ended a request (section 5.5).
     *
     * @param requestId the request's ID
     * @param body how it ended
     */
    record EndRequest(int requestId, EndRequestBody body) implements WebServerEvent {}

    /**
     * The answer to FCGI_GET_VALUES (section 4.1).
     *
     * @param values the variables the application knows
     */
    record GetValuesResult(NameValuePairs values) implements WebServerEvent {}

    /**
     * The application did not understand a management record (section 4.2).
     *
     * @param typeCode the type number it did not understand
     */
    record UnknownType(int typeCode) implements WebServerEvent {}
}
