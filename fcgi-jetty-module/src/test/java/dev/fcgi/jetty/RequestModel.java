package dev.fcgi.jetty;

import dev.fcgi.core.EndRequestBody;
import dev.fcgi.core.ProtocolStatus;
import dev.fcgi.core.RecordType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the specification lets be seen of one request, given what both sides have done to it. Knows nothing of the
 * connector. Each rule names the line of the conformance checklist that it is.
 */
final class RequestModel {
    private static final Pattern HEAD = Pattern.compile("(?s)(.*?\r\n)\r\n");
    private static final Pattern STATUS = Pattern.compile("(?m)^Status: (\\d{3}) ");

    /** What may become of BEGIN_REQUEST. */
    enum Admission {
        TAKEN,
        /** Answered with 503 when its parameters have ended (5.1-6, 3.5-6). */
        BUSY,
        /** 5.1-5. */
        CANT_MPX_CONN,
        /** 5.1-3. */
        UNKNOWN_ROLE,
        /** The connection is about to be closed, or drops its input (3.5-5, P-16). */
        DROPPED
    }

    /** What the web server has sent. */
    enum Input {
        PARAMS,
        STDIN,
        COMPLETE
    }

    /** How a request ended, as the web server sees it. */
    enum Ending {
        WHOLE,
        ERROR,
        ABORTED,
        BUSY,
        REFUSED,
        /** Never: its connection was reset, as what was sent of it cannot be completed (P-18). */
        CUT,
        /** Never: its connection was closed. */
        NONE
    }

    /** How the application has completed the request. */
    static final class Completion {
        private final boolean succeeds;
        /** Also when the application waits for content: Jetty says so of handlers. */
        private boolean mayFail;

        private final boolean afterAbort;
        private boolean done;

        private Completion(boolean succeeds, boolean mayFail, boolean afterAbort) {
            this.succeeds = succeeds;
            this.mayFail = mayFail;
            this.afterAbort = afterAbort;
        }

        void done() {
            done = true;
        }
    }

    /** One read or write of the application. */
    static final class Operation {
        /** Whether the application knew by then that nobody waits for the response. */
        final boolean afterTold;

        final boolean afterAbort;
        /** Of a read: to the end, of a write: the last one. */
        final boolean last;

        boolean done;
        boolean failed;

        private Operation(boolean afterTold, boolean afterAbort, boolean last) {
            this.afterTold = afterTold;
            this.afterAbort = afterAbort;
            this.last = last;
        }
    }

    final ConnectionModel connection;
    final int id;
    final String tag;
    final boolean keepConnection;
    final boolean knownRole;
    final Set<Admission> admissions = EnumSet.noneOf(Admission.class);
    /** What BEGIN_REQUEST, the ends of PARAMS and STDIN, ABORT_REQUEST and a fault in the request have come to. */
    final Fact begun = new Fact();

    final Fact paramsEnded = new Fact();
    final Fact stdinEnded = new Fact();
    final Fact abort = new Fact();
    final Fact fault = new Fact();

    private final TaggedBytes request;
    private final TaggedBytes response;
    private Input input = Input.PARAMS;
    private int announced = -1;
    private int sent;
    private int arrived;

    private boolean listening;
    private boolean entered;
    private boolean enteredUndisturbed;
    private boolean leaving;
    private boolean told;
    private int read;
    private @Nullable Operation reading;
    private @Nullable Operation writing;
    private @Nullable Operation lastWrite;
    private boolean writeFailed;
    private int written;
    /** What was written before an abort was certain to have come first. */
    private int sendable;

    private final Fact committed = new Fact();
    private @Nullable Completion completion;

    private final StringBuilder stdout = new StringBuilder();
    private final StringBuilder stderr = new StringBuilder();
    private final Set<RecordType> endedStreams = EnumSet.noneOf(RecordType.class);
    private @Nullable Ending ending;

    RequestModel(ConnectionModel connection, int id, String tag, boolean keepConnection, boolean knownRole) {
        this.connection = connection;
        this.id = id;
        this.tag = tag;
        this.keepConnection = keepConnection;
        this.knownRole = knownRole;
        this.request = new TaggedBytes(tag + "<");
        this.response = new TaggedBytes(tag + ">");
    }

    // ---- what the web server does

    Input input() {
        return input;
    }

    /** The content length that the parameters announce, -1 for none. */
    void announce(int contentLength) {
        announced = contentLength;
    }

    void endParams() {
        input = Input.STDIN;
        paramsEnded.begin();
    }

    byte[] sendStdin(int length) {
        byte[] content = request.bytes(sent, sent + length);
        sent += length;
        return content;
    }

    void endStdin() {
        input = Input.COMPLETE;
        stdinEnded.begin();
    }

    /** Whatever was sent has been received. */
    void confirm() {
        List.of(begun, paramsEnded, stdinEnded, abort, fault).forEach(Fact::confirm);
        arrived = sent;
    }

    // ---- what the application does

    void enter(boolean listening) {
        if (!paramsEnded.isPossible()) {
            fail("is run before its parameters ended (FCGI-5.2-2)");
        }
        if (!admissions.contains(Admission.TAKEN)) {
            fail("is run although it must be refused with one of " + admissions);
        }
        if (entered) {
            fail("is run twice");
        }
        if (ending != null && !connection.hasEnded()) {
            fail("is run after it ended: " + ending + " (FCGI-5.4-2)");
        }
        this.listening = listening;
        entered = true;
        enteredUndisturbed = !isDisturbed();
    }

    /** Whether something may have kept the application from being told apart from being run. */
    private boolean isDisturbed() {
        return abort.isPossible() || fault.isPossible() || connection.mayAbort();
    }

    boolean hasEntered() {
        return entered;
    }

    void leave() {
        leaving = true;
    }

    boolean hasLeft() {
        return leaving;
    }

    /** The application hears of a failure. */
    void tell() {
        if (!isDisturbed() && !mayBeCut()) {
            fail("is told of a failure that did not happen");
        }
        told = true;
    }

    boolean mayRead() {
        return entered && reading == null && completion == null;
    }

    Operation beginRead(boolean toTheEnd) {
        Operation operation = new Operation(told, abort.isCertain(), toTheEnd);
        reading = operation;
        return operation;
    }

    void onContent(Operation operation, String content) {
        int to = read + content.length();
        if (operation.afterTold) {
            fail("reads content after it was told of a failure (FCGI-5.4-2)");
        }
        if (to > sent || (announced >= 0 && to > announced)) {
            fail("reads " + to + " bytes of " + sent + " that were sent and " + announced + " announced (FCGI-6.2)");
        } else if (!content.equals(request.text(read, to))) {
            fail("reads other bytes than were sent to it: '" + content + "' at " + read);
        }
        read = to;
    }

    void onEndOfContent(Operation operation) {
        boolean ended = stdinEnded.isPossible() && read == sent && sent >= announced;
        if (!ended && announced != 0) { // of no bytes there is no end to wait for
            fail("reads the end of its body after " + read + " of " + sent + " bytes (FCGI-3.3-16)");
        }
        finishRead(operation);
    }

    void onReadFailure(Operation operation, Throwable failure) {
        boolean wrongLength = stdinEnded.isPossible() ? announced >= 0 && sent != announced : sent > announced;
        boolean broken = isDisturbed() || connection.inputEnded.isPossible() || lastWrite != null;
        if (!broken && !(announced >= 0 && wrongLength) && completion == null) {
            fail("fails to read, without a reason: " + failure);
        }
        told |= isDisturbed();
        finishRead(operation);
    }

    void finishRead(Operation operation) {
        operation.done = true;
        if (reading == operation) {
            reading = null;
        }
    }

    boolean isWriting() {
        return writing != null;
    }

    boolean mayWrite() {
        return entered && writing == null && lastWrite == null && completion == null;
    }

    /** {@return what to write; empty for a flush} */
    Operation beginWrite(int length, boolean last) {
        Operation operation = new Operation(told, abort.isCertain(), last);
        writing = operation;
        committed.begin();
        written += length;
        if (!operation.afterAbort) {
            sendable = written;
        }
        if (last) {
            lastWrite = operation;
        }
        return operation;
    }

    byte[] content(int length) {
        return response.bytes(written - length, written);
    }

    void onWritten(Operation operation) {
        if (operation.afterAbort) {
            fail("writes after it was aborted (FCGI-5.4-2)");
        }
        committed.confirm();
        finishWrite(operation);
    }

    void onWriteFailure(Operation operation, Throwable failure) {
        if (!isDisturbed() && completion == null && !writeFailed) {
            fail("fails to write, without a reason: " + failure);
        }
        told |= isDisturbed();
        operation.failed = true;
        writeFailed = true;
        finishWrite(operation);
    }

    private void finishWrite(Operation operation) {
        operation.done = true;
        if (writing == operation) {
            writing = null;
        }
    }

    /** An application may complete while it waits for content, but not amid a write. */
    boolean mayComplete() {
        return entered && completion == null && writing == null;
    }

    Completion complete(boolean failing) {
        Completion begun = new Completion(!failing, failing || reading != null, abort.isCertain());
        committed.begin();
        completion = begun;
        return begun;
    }

    /** The handler ends with an exception, which completes the request unless that was done before. */
    Completion completeByException() {
        Completion begun = completion;
        if (begun == null) {
            return complete(true);
        }
        begun.mayFail |= !begun.done;
        return begun;
    }

    // ---- what the web server sees

    void onOutput(RecordType type, String content, boolean last) {
        if (ending != null) {
            fail("gets " + type + " after it ended: " + ending + " (FCGI-5.5-2)");
        }
        if (endedStreams.contains(type)) {
            fail("gets " + type + " after its end (FCGI-5.3-7)");
        }
        (type == RecordType.STDOUT ? stdout : stderr).append(content);
        if (last) {
            endedStreams.add(type);
        }
        if (paramsEnded.isPossible() || fault.isPossible()) {
            return;
        }
        fail("gets " + type + " before its parameters ended (FCGI-6.1-4)");
    }

    void onEndRequest(EndRequestBody end) {
        if (ending != null) {
            fail("gets END_REQUEST after it ended: " + ending + " (FCGI-5.5-2)");
            return;
        }
        Ending seen = classify(end);
        if (!isPossible(seen, end)) {
            fail("ends " + seen + ": " + end + ", " + describe());
        }
        ending = seen;
    }

    private Ending classify(EndRequestBody end) {
        if (end.protocolStatusCode() != ProtocolStatus.REQUEST_COMPLETE.code()) {
            return Ending.REFUSED;
        }
        if (!endedStreams.contains(RecordType.STDOUT)) {
            return Ending.ABORTED;
        }
        return switch (status()) {
            case 200 -> Ending.WHOLE;
            case 503 -> Ending.BUSY;
            default -> Ending.ERROR;
        };
    }

    private boolean isPossible(Ending seen, EndRequestBody end) {
        boolean streamsEnd = stderr.isEmpty() || endedStreams.contains(RecordType.STDERR);
        return end.appStatus() == 0
                && switch (seen) {
                    case WHOLE -> mayBeWhole() && isResponse(written) && stderr.isEmpty();
                    case ERROR -> mayBeError() && status() >= 400 && oneHead() && streamsEnd;
                    case ABORTED -> mayBeAborted() && isPartial() && stderr.isEmpty();
                    case BUSY ->
                        admissions.contains(Admission.BUSY) && paramsEnded.isPossible() && oneHead() && streamsEnd;
                    case REFUSED ->
                        stdout.isEmpty()
                                && stderr.isEmpty()
                                && endedStreams.isEmpty()
                                && admissions.contains(refusal(end));
                    case CUT, NONE -> false;
                };
    }

    private static Admission refusal(EndRequestBody end) {
        ProtocolStatus status = ProtocolStatus.ofCode(end.protocolStatusCode());
        return status == ProtocolStatus.CANT_MPX_CONN
                ? Admission.CANT_MPX_CONN
                : status == ProtocolStatus.UNKNOWN_ROLE ? Admission.UNKNOWN_ROLE : Admission.TAKEN;
    }

    private int status() {
        Matcher status = STATUS.matcher(stdout);
        return status.find() ? Integer.parseInt(status.group(1)) : 0;
    }

    private boolean oneHead() {
        Matcher status = STATUS.matcher(stdout);
        return status.find() && !status.find() && HEAD.matcher(stdout).find();
    }

    /** Whether STDOUT is a response of this request's application with so many bytes of its body. */
    private boolean isResponse(int length) {
        Matcher head = HEAD.matcher(stdout);
        return head.lookingAt()
                && head.group(1).contains("X-Tag: " + tag + "\r\n")
                && stdout.substring(head.end()).equals(response.text(0, length));
    }

    /** Whether STDOUT is nothing, or the beginning of such a response. */
    boolean isPartial() {
        Matcher head = HEAD.matcher(stdout);
        if (!head.lookingAt()) {
            return stdout.isEmpty();
        }
        int length = stdout.length() - head.end();
        return status() != 200 ? mayBeError() : length <= sendable && isResponse(length);
    }

    // ---- what may become of it

    Ending ending() {
        return ending == null ? Ending.NONE : ending;
    }

    boolean hasEnded() {
        return ending != null;
    }

    /** The application has given all of its response, before an abort was certain to have come first. */
    private boolean mayBeWhole() {
        Operation last = lastWrite;
        boolean wrote = last != null && !last.afterAbort;
        Completion by = completion;
        return entered && (wrote || (by != null && by.succeeds && !by.afterAbort));
    }

    private boolean mayFail() {
        Completion by = completion;
        Operation last = lastWrite;
        boolean wrote = last != null && last.done && !last.failed;
        return fault.isPossible() || (by != null && by.mayFail && !by.afterAbort && !wrote);
    }

    /** 5.5-4: an error before the head is a complete answer. */
    private boolean mayBeError() {
        return mayFail() && !committed.isCertain();
    }

    /** P-18: an error behind the head, which may be that of the completion, is a cut. */
    boolean mayBeCut() {
        Completion by = completion;
        boolean mayHaveBegun = committed.isPossible() || (by != null && by.succeeds);
        return mayHaveBegun && (mayFail() || (writeFailed && by != null));
    }

    private boolean mustBeCut() {
        Completion by = completion;
        return by != null && by.done && leaving && mayBeCut() && !mayBeWhole() && !mayBeError() && !abort.isPossible();
    }

    /** 5.4-2: END_REQUEST follows an abort when the application has returned, unless all was on its way before. */
    private boolean mayBeAborted() {
        boolean returned = leaving && completion != null;
        return abort.isPossible() && (returned || mayBeWhole() || mayBeError() || !entered || !enteredUndisturbed);
    }

    /** Whether END_REQUEST may be on its way. */
    boolean mayHaveEnded() {
        return ending != null
                || isDisturbed()
                || completion != null
                || lastWrite != null
                || !admissions.equals(Set.of(Admission.TAKEN));
    }

    boolean mustHaveEnded() {
        return ending != null || mustBeCut();
    }

    /** Whether the connection may end although this request did not. */
    boolean mayNeverEnd() {
        return ending != null || admissions.contains(Admission.DROPPED) || mayBeCut();
    }

    /** Whether the answer is all that is left of it (P-16). */
    boolean isAnswerAllThatIsLeft() {
        return !keepConnection && input == Input.COMPLETE;
    }

    /** Bytes that the application has not read and may never read: they may keep the connection from being read. */
    int unread() {
        return hasEnded() || completion != null ? 0 : sent - read;
    }

    // ---- what must follow

    void addObligations(List<String> missing) {
        if (reading != null && completion == null && ending != null) {
            missing.add(tag + " finishes its read, as it has ended (FCGI-3.3-11)");
        }
        if (writing != null && connection.takesOutput()) {
            missing.add(tag + " finishes its write");
        }
        if (ending != null || !connection.isUsable()) {
            if (ending == null && connection.mustAbort()) {
                addGoneObligations(missing);
            }
            return;
        }
        if (mustEnter()) {
            missing.add(tag + " is run or ends");
        }
        if (connection.isRead() && mustEnd()) {
            missing.add(tag + " ends");
        }
        addGoneObligations(missing);
        Operation read = reading;
        if (read != null && completion == null && mustFinishRead(read)) {
            missing.add(tag + " finishes its read");
        }
        Completion by = completion;
        if (by != null && !by.done) {
            missing.add(tag + " finishes its completion");
        }
    }

    /** 5.4-2, 5.4-8: the application is told, whatever it does. */
    private void addGoneObligations(List<String> missing) {
        boolean gone = abort.isCertain() || fault.isCertain() || connection.mustAbort();
        if (!gone || completion != null || lastWrite != null) {
            return;
        }
        if (enteredUndisturbed && listening && !told && (writing == null || connection.isRead())) {
            missing.add(tag + " is told");
        }
        if (reading != null) {
            missing.add(tag + " fails to read");
        }
    }

    private boolean mustEnter() {
        boolean mayEnd = isDisturbed() || !admissions.equals(Set.of(Admission.TAKEN));
        return paramsEnded.isCertain()
                && !entered
                && !admissions.contains(Admission.DROPPED)
                && (connection.isRead() || !mayEnd);
    }

    private boolean mustEnd() {
        if (admissions.contains(Admission.DROPPED)) {
            return false;
        }
        if (input == Input.PARAMS) {
            boolean refused = !admissions.contains(Admission.TAKEN) && !admissions.contains(Admission.BUSY);
            return abort.isCertain() || fault.isCertain() || (refused && begun.isCertain());
        }
        if (!admissions.contains(Admission.TAKEN)) {
            return paramsEnded.isCertain();
        }
        Completion by = completion;
        Operation last = lastWrite;
        if (last != null && last.done && !last.failed) {
            return true;
        }
        if (by == null || !by.done) {
            return false;
        }
        return mayBeCut() ? leaving && connection.isLast(this) : leaving || !abort.isPossible();
    }

    private boolean mustFinishRead(Operation operation) {
        if (connection.mayBeParked()) {
            return false;
        }
        boolean all = stdinEnded.isCertain() || (announced >= 0 && arrived > announced);
        return all || (!operation.last && arrived > read);
    }

    void onConnectionEnd(ConnectionModel.End end) {
        if (ending == null) {
            ending = end == ConnectionModel.End.RESET ? Ending.CUT : Ending.NONE;
        }
    }

    boolean hasOutput() {
        return !stdout.isEmpty();
    }

    private void fail(String what) {
        connection.fail(tag + " " + what);
    }

    String describe() {
        Completion by = completion;
        return "admissions " + admissions
                + ", input " + input
                + (abort.isPossible() ? ", aborted" : "")
                + (fault.isPossible() ? ", faulty" : "")
                + (entered ? ", entered" : "")
                + (leaving ? ", left" : "")
                + (told ? ", told" : "")
                + ", written " + written
                + (writeFailed ? ", write failed" : "")
                + (by == null
                        ? ""
                        : ", completed succeeds=" + by.succeeds + " mayFail=" + by.mayFail + " afterAbort="
                                + by.afterAbort)
                + ", STDOUT " + shorten(stdout) + " " + endedStreams
                + ", STDERR " + stderr;
    }

    private static String shorten(CharSequence text) {
        int length = text.length();
        return length <= 200 ? "'" + text + "'" : length + " bytes '" + text.subSequence(0, 200) + "...'";
    }
}
