package dev.fcgi.jetty;

import dev.fcgi.jetty.RequestModel.Admission;
import dev.fcgi.jetty.RequestModel.Input;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the specification lets be seen of one connection and its requests. Knows nothing of the connector. */
final class ConnectionModel {
    /** Unread bytes of a body from which on the connection may not be read any more (5.3-2). */
    private static final int MAY_FILL_WINDOW = 16 * 1024;

    /** How a connection ends, as far as the web server can see. */
    enum End {
        CLEAN,
        RESET,
        EITHER
    }

    final int number;
    private final boolean multiplexing;
    private final HalfClose halfClose;
    private final List<String> faults;
    private final List<RequestModel> requests = new ArrayList<>();

    /** A framing error (P-6), the end of the input (5.4-9), and what makes all further input be dropped (P-16). */
    final Fact lost = new Fact();

    final Fact inputEnded = new Fact();
    final Fact dropping = new Fact();
    /** The web server has closed the connection, and sees no more of it. */
    final Fact left = new Fact();

    private final Fact overrun = new Fact();
    private boolean read = true;
    private boolean hasLagged;
    private int questions;
    private int certainQuestions;
    private int answers;
    private boolean ended;

    ConnectionModel(int number, boolean multiplexing, HalfClose halfClose, List<String> faults) {
        this.number = number;
        this.multiplexing = multiplexing;
        this.halfClose = halfClose;
        this.faults = faults;
    }

    List<RequestModel> requests() {
        return requests;
    }

    // ---- what the web server does

    RequestModel begin(int id, boolean keepConnection, boolean knownRole) {
        String tag = "c" + number + "-" + id + "-" + requests.size();
        RequestModel request = new RequestModel(this, id, tag, keepConnection, knownRole);
        request.admissions.addAll(admissions(knownRole, requests));
        request.begun.begin();
        requests.add(request);
        return request;
    }

    private Set<Admission> admissions(boolean knownRole, List<RequestModel> others) {
        Set<Admission> admissions = EnumSet.noneOf(Admission.class);
        boolean mayClose = others.stream().anyMatch(ConnectionModel::mayCloseConnection);
        boolean mustClose = others.stream().anyMatch(ConnectionModel::mustCloseConnection);
        boolean alone = others.stream().allMatch(RequestModel::mayHaveEnded);
        boolean accompanied = others.stream().anyMatch(request -> !request.mustHaveEnded());
        if (dropping.isPossible() || (mayClose && alone)) {
            admissions.add(Admission.DROPPED);
        }
        if (!knownRole) {
            admissions.add(Admission.UNKNOWN_ROLE);
            return admissions;
        }
        if (!multiplexing && accompanied) {
            admissions.add(Admission.CANT_MPX_CONN);
        }
        if ((multiplexing || alone) && !mustClose) {
            admissions.add(Admission.TAKEN);
        }
        if ((multiplexing || alone) && mayClose) {
            admissions.add(Admission.BUSY);
        }
        return admissions;
    }

    /** 3.5-6: without KEEP_CONN no other request is taken from its end on; nor after a cut (P-18). */
    private static boolean mayCloseConnection(RequestModel request) {
        return (!request.keepConnection && request.mayHaveEnded()) || (!request.hasEnded() && request.mayBeCut());
    }

    private static boolean mustCloseConnection(RequestModel request) {
        return request.hasEnded() ? !request.keepConnection : request.mustHaveEnded();
    }

    void ask() {
        questions++;
    }

    /**
     * Something has happened: to what has not arrived yet it may have happened before.
     */
    void widen() {
        for (int i = 0; i < requests.size(); i++) {
            RequestModel request = requests.get(i);
            if (!request.begun.isCertain() && !request.hasEnded()) {
                request.admissions.addAll(admissions(request.knownRole, requests.subList(0, i)));
            }
        }
        if (lost.isPossible() && !lost.isCertain()) {
            breakFraming();
        }
        if (overrun.isPossible() && !overrun.isCertain()) {
            overrun();
        }
    }

    /** A framing error: it ends the connection, unless answers are all that is left (P-16). */
    void breakFraming() {
        Predicate<RequestModel> open = request -> !request.hasEnded();
        boolean all = requests.stream().filter(open).allMatch(RequestModel::isAnswerAllThatIsLeft);
        boolean certain = requests.stream().filter(open).noneMatch(RequestModel::mayHaveEnded);
        boolean none = requests.stream().noneMatch(open);
        boolean mayClose = requests.stream().anyMatch(ConnectionModel::mayCloseConnection);
        boolean onlyAnswers = none ? mayClose : all;
        if (onlyAnswers || !certain) {
            dropping.begin();
        }
        if (!onlyAnswers || !certain) {
            lost.begin();
        }
    }

    /**
     * Content behind the end of the input of a request without KEEP_CONN does not fail it (P-16). Nor may it keep
     * others from getting theirs.
     */
    void overrun() {
        overrun.begin();
        boolean needed =
                requests.stream().anyMatch(request -> !request.mayHaveEnded() && !request.isAnswerAllThatIsLeft());
        if (!needed) {
            dropping.begin();
        }
    }

    void read(boolean reading) {
        read = reading;
        hasLagged |= !reading;
    }

    boolean isRead() {
        return read;
    }

    /** Whether what is written is read, or fails. */
    boolean takesOutput() {
        return read || ended || left.isPossible();
    }

    /** Whether an application may keep the connection from being read, so that nothing is known to have arrived. */
    boolean mayBeParked() {
        return requests.stream().anyMatch(request -> request.unread() >= MAY_FILL_WINDOW);
    }

    /**
     * Whatever was sent has been received.
     *
     * @param closed whether the connector has noticed that the web server has left
     */
    void confirm(boolean closed) {
        overrun.confirm();
        boolean doubtful = lost.isPossible() && dropping.isPossible();
        if (!doubtful) {
            lost.confirm();
            dropping.confirm();
        }
        if (closed) {
            inputEnded.confirm();
            left.confirm();
        }
        if (!dropping.isPossible()) {
            requests.forEach(RequestModel::confirm);
            certainQuestions = questions;
        }
    }

    // ---- what the web server sees

    @Nullable
    RequestModel find(int id) {
        for (int i = requests.size() - 1; i >= 0; i--) {
            if (requests.get(i).id == id) {
                return requests.get(i);
            }
        }
        return null;
    }

    void onAnswer() {
        answers++;
        if (answers > questions) {
            fail("has more answers than questions (FCGI-4.1-1)");
        }
    }

    void onEnd(End end) {
        boolean broken = lost.isPossible() || inputEnded.isPossible();
        boolean cut = requests.stream().anyMatch(request -> request.mayBeCut() && !request.hasEnded());
        boolean closing = requests.stream().anyMatch(ConnectionModel::mayCloseConnection);
        if (!broken && !closing) {
            fail("is closed although it is to be kept (FCGI-3.5-2)");
        }
        if (end == End.RESET && !broken && !cut) {
            fail("is reset although all responses are whole (FCGI-3.5-5)");
        }
        for (RequestModel request : requests) {
            if (request.hasEnded()) {
                continue;
            }
            boolean lagging = cut && hasLagged; // what it has not read goes with the reset
            if (!request.mayNeverEnd() && !lagging && !mayAbort() && !isIncompleteAtEndOfInput(request)) {
                fail("is closed, and " + request.tag + " has not ended (FCGI-5.5-2): " + request.describe());
            }
            if (end == End.CLEAN && request.hasOutput() && !request.abort.isPossible()) {
                fail("is closed as if " + request.tag + " were whole (P-18): " + request.describe());
            }
            if (!request.isPartial()) {
                fail("is closed, and " + request.tag + " has a wrong response: " + request.describe());
            }
            request.onConnectionEnd(end);
        }
        ended = true;
    }

    private boolean isIncompleteAtEndOfInput(RequestModel request) {
        return inputEnded.isPossible() && request.input() == Input.PARAMS;
    }

    boolean hasEnded() {
        return ended;
    }

    // ---- what may, and what must follow

    /** Whether the end of the connection may have aborted its requests (5.4-8). */
    boolean mayAbort() {
        return lost.isPossible() || left.isPossible() || (inputEnded.isPossible() && !isAnsweredBehindEndOfInput());
    }

    boolean isAnsweredBehindEndOfInput() {
        return halfClose == HalfClose.ANSWER;
    }

    boolean mustAbort() {
        return lost.isCertain() || left.isCertain() || (inputEnded.isCertain() && !isAnsweredBehindEndOfInput());
    }

    /** Whether the web server may send more. */
    boolean isOpen() {
        return !ended && !mayAbort() && !inputEnded.isPossible();
    }

    /** Whether what is sent must arrive at the web server. */
    boolean isUsable() {
        return !ended && !mayAbort();
    }

    /** Whether all other requests have ended. */
    boolean isLast(RequestModel request) {
        return requests.stream().allMatch(other -> other == request || other.mustHaveEnded());
    }

    void addObligations(List<String> missing) {
        requests.forEach(request -> request.addObligations(missing));
        if (ended || left.isPossible() || !read) {
            return;
        }
        boolean allEnded =
                requests.stream().allMatch(request -> request.mustHaveEnded() || isIncompleteAtEndOfInput(request));
        boolean mustClose = requests.stream().anyMatch(ConnectionModel::mustCloseConnection);
        boolean nothingLeft = allEnded && (mustClose || inputEnded.isPossible());
        if (lost.isCertain() || inputEnded.isCertain() || nothingLeft) {
            missing.add("c" + number + " is closed");
        } else if (isOpen() && !mustClose && answers < certainQuestions) {
            missing.add("c" + number + " answers a question");
        }
    }

    void fail(String what) {
        faults.add(what.startsWith("c" + number + "-") ? what : "c" + number + " " + what);
    }
}
