package dev.fcgi.jetty;

import static java.util.Objects.requireNonNull;

import dev.fcgi.core.RecordType;
import dev.fcgi.core.Role;
import dev.fcgi.jetty.RequestModel.Input;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/**
 * A server, web servers and applications that do what the steps of a test say, each with a model of it. A step that does
 * not apply does nothing. After a step either everything comes to rest, and what must have followed by then has; or the
 * next step is done at the same time.
 */
final class LifeCycle implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 20;
    /** Longer than any test takes. */
    private static final long NEVER_MILLIS = 600_000;

    private static final int MOST_CONNECTIONS = 3;
    private static final int SEND_BUFFER_BYTES = 16 * 1024;

    /** Whether the next step is done at the same time, and how many microseconds later. */
    record Pace(boolean rest, int micros) {
        @Override
        public String toString() {
            return rest ? "" : ", and " + micros + " us later";
        }
    }

    /** How a web server leaves. */
    enum Leave {
        CLOSE,
        RESET,
        HALF_CLOSE
    }

    /** A record that has no place where it comes. */
    enum Fault {
        STDIN_AFTER_END(RecordType.STDIN),
        PARAMS_AFTER_END(RecordType.PARAMS),
        OUTPUT(RecordType.STDOUT),
        QUESTION(RecordType.GET_VALUES);

        final RecordType type;

        Fault(RecordType type) {
            this.type = type;
        }
    }

    private final TestServer server = new TestServer();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> log = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final boolean multiplexing;
    private final HalfClose halfClose;
    private final List<ModelPeer> peers = new ArrayList<>();
    private final Map<RequestModel, ScriptedApplication> applications = new HashMap<>();
    /** What was not sent yet of the parameters. */
    private final Map<RequestModel, byte[]> params = new HashMap<>();

    LifeCycle(boolean multiplexing, HalfClose halfClose) {
        this.multiplexing = multiplexing;
        this.halfClose = halfClose;
        server.threadPool.setMaxThreads(64);
        server.factory.setMultiplexing(multiplexing);
        server.factory.setHalfClose(halfClose);
        server.factory.setAbortMillis(NEVER_MILLIS);
        server.factory.setDrainMillis(NEVER_MILLIS);
        server.factory.setFirstByteMillis(NEVER_MILLIS);
        server.factory.setStallMillis(NEVER_MILLIS);
        server.connector.setIdleTimeout(NEVER_MILLIS);
        server.connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
        try {
            server.start();
            connect(new Pace(true, 0));
        } catch (Exception x) {
            throw new AssertionError(x);
        }
    }

    // ---- steps of the web server

    void connect(Pace pace) {
        if (peers.stream().filter(peer -> peer.model.isOpen()).count() < MOST_CONNECTIONS) {
            ConnectionModel model = new ConnectionModel(peers.size() + 1, multiplexing, halfClose, faults);
            log("c" + model.number + " connects", pace);
            try {
                peers.add(new ModelPeer(server, model, this::observe, threads));
            } catch (IOException x) {
                throw new AssertionError(x);
            }
        }
    }

    /** @param whole whether parameters and the end of STDIN follow at once */
    void begin(int pick, int id, boolean keepConnection, boolean listening, boolean whole, Pace pace) {
        ModelPeer peer = pickPeer(pick);
        RequestModel before = peer == null ? null : peer.model.find(id);
        if (peer == null || (before != null && !before.hasEnded())) {
            return;
        }
        RequestModel request = observed(() -> peer.model.begin(id, keepConnection, true));
        ScriptedApplication application = new ScriptedApplication(request, listening, this::observe, threads);
        applications.put(request, application);
        server.on("/" + request.tag, application);
        params.put(request, Records.encode(TestServer.params("POST", "/" + request.tag)));
        Records records = new Records().begin(id, keepConnection);
        if (whole) {
            observe(() -> {
                request.endParams();
                request.endStdin();
            });
            records.params(id, TestServer.params("POST", "/" + request.tag)).end(RecordType.STDIN, id);
        }
        String keep = keepConnection ? " keep" : " close";
        send(request, "begins" + keep + (whole ? " whole" : "") + (listening ? "" : " deaf"), records, pace);
    }

    void beginUnknownRole(int pick, int id, boolean keepConnection, Pace pace) {
        ModelPeer peer = pickPeer(pick);
        RequestModel before = peer == null ? null : peer.model.find(id);
        if (peer != null && (before == null || before.hasEnded())) {
            RequestModel request = observed(() -> peer.model.begin(id, keepConnection, false));
            send(request, "begins as Filter", new Records().begin(id, Role.FILTER, keepConnection), pace);
        }
    }

    /** @param pieces how many records the parameters are sent in; 0: they do not end */
    void params(int pick, int pieces, int contentLength, Pace pace) {
        RequestModel request = pickRequest(pick, candidate -> isSendable(candidate, Input.PARAMS));
        if (request == null) {
            return;
        }
        byte[] left = requireNonNull(params.get(request));
        Records records = new Records();
        if (pieces == 0) {
            int half = left.length / 2;
            records.stream(RecordType.PARAMS, request.id, Arrays.copyOf(left, half));
            params.put(request, Arrays.copyOfRange(left, half, left.length));
        } else {
            byte[] more = contentLength < 0
                    ? new byte[0]
                    : Records.encode(Map.of("CONTENT_LENGTH", Integer.toString(contentLength)));
            for (int i = 0; i < pieces; i++) {
                int from = i * left.length / pieces;
                int to = (i + 1) * left.length / pieces;
                records.stream(RecordType.PARAMS, request.id, Arrays.copyOfRange(left, from, to));
            }
            records.stream(RecordType.PARAMS, request.id, more).end(RecordType.PARAMS, request.id);
            observe(() -> {
                request.announce(contentLength);
                request.endParams();
            });
        }
        String length = contentLength < 0 ? "" : " with CONTENT_LENGTH " + contentLength;
        send(request, pieces == 0 ? "sends half of PARAMS" : "ends PARAMS" + length, records, pace);
    }

    void stdin(int pick, int length, boolean last, Pace pace) {
        RequestModel request = pickRequest(pick, candidate -> isSendable(candidate, Input.STDIN));
        if (request == null || request.connection.mayBeParked()) {
            return;
        }
        Records records = new Records();
        if (length > 0) {
            records.stdin(request.id, observed(() -> request.sendStdin(length)));
        }
        if (last) {
            observe(request::endStdin);
            records.end(RecordType.STDIN, request.id);
        }
        send(request, "sends " + length + " bytes of STDIN" + (last ? " and ends it" : ""), records, pace);
    }

    void abort(int pick, Pace pace) {
        RequestModel request = pickRequest(pick, candidate -> candidate.connection.isOpen() && !candidate.hasEnded());
        if (request != null) {
            abort(request, pace);
        }
    }

    private void abort(RequestModel request, Pace pace) {
        observe(request.abort::begin);
        send(request, "aborts", new Records().abort(request.id), pace);
    }

    void fault(int pick, Fault fault, Pace pace) {
        RequestModel request = pickRequest(
                pick,
                candidate -> candidate.connection.isOpen()
                        && !candidate.hasEnded()
                        && (candidate.input() == Input.COMPLETE || fault != Fault.STDIN_AFTER_END));
        if (request == null) {
            return;
        }
        if (request.isAnswerAllThatIsLeft()) {
            observe(request.connection::overrun);
        } else if (request.input() != Input.PARAMS || fault != Fault.PARAMS_AFTER_END) {
            observe(request.fault::begin);
        } else {
            return;
        }
        byte[] content = {0, 0, 0};
        send(
                request,
                "breaks its streams by " + fault,
                new Records().record(fault.type, request.id, content, 0, 3),
                pace);
    }

    /** Records for an ID that is not active. */
    void stray(int pick, int id, RecordType type, Pace pace) {
        ModelPeer peer = pickPeer(pick);
        RequestModel before = peer == null ? null : peer.model.find(id);
        if (peer != null && (before == null || before.hasEnded())) {
            byte[] content = type == RecordType.ABORT_REQUEST ? new byte[0] : new byte[] {1, 1, 'a', 'b'};
            send(
                    peer,
                    "sends " + type + " for inactive " + id,
                    new Records().record(type, id, content, 0, content.length),
                    pace);
        }
    }

    void ask(int pick, Pace pace) {
        ModelPeer peer = pickPeer(pick);
        if (peer != null) {
            observe(peer.model::ask);
            send(peer, "asks", Records.getValues("FCGI_MPXS_CONNS"), pace);
        }
    }

    /** @param again whether by BEGIN_REQUEST for an ID that is active */
    void breakFraming(int pick, boolean again, Pace pace) {
        RequestModel request =
                pickRequest(pick, candidate -> candidate.connection.isOpen() && !candidate.mayHaveEnded());
        ModelPeer peer = pickPeer(pick);
        if (again && request != null) {
            observe(request.connection::breakFraming);
            send(request, "begins again", new Records().begin(request.id, true), pace);
        } else if (!again && peer != null) {
            observe(peer.model::breakFraming);
            send(peer, "breaks the framing", new Records().raw(new byte[] {9, 9, 9, 9, 9, 9, 9, 9}), pace);
        }
    }

    void leave(int pick, Leave how, Pace pace) {
        ModelPeer peer = pickPeer(pick);
        if (peer == null) {
            return;
        }
        log("c" + peer.model.number + " leaves: " + how, pace);
        if (how == Leave.HALF_CLOSE) {
            observe(peer.model.inputEnded::begin);
            peer.shutdownOutput();
        } else {
            observe(peer.model.left::begin);
            peer.close(how == Leave.RESET);
        }
        pause(pace);
    }

    void lag(int pick, boolean lag, Pace pace) {
        ModelPeer peer = pickPeer(pick);
        if (peer != null && peer.model.isRead() == lag) {
            log("c" + peer.model.number + (lag ? " reads no more" : " reads again"), pace);
            observe(() -> peer.model.read(!lag));
            peer.lag(lag);
            pause(pace);
        }
    }

    // ---- steps of the application

    void read(int pick, boolean toTheEnd, InvocationType type, Pace pace) {
        RequestModel request = pickRequest(pick, RequestModel::mayRead);
        if (request != null) {
            log(request.tag + " reads" + (toTheEnd ? " to the end" : ""), pace);
            application(request).read(toTheEnd, type);
            pause(pace);
        }
    }

    void write(int pick, int length, boolean last, InvocationType type, Pace pace) {
        RequestModel request = pickRequest(pick, RequestModel::mayWrite);
        if (request != null) {
            log(request.tag + " writes " + length + (last ? ", the last" : ""), pace);
            application(request).write(length, last, type);
            pause(pace);
        }
    }

    void complete(int pick, boolean failing, boolean elsewhere, Pace pace) {
        RequestModel request = pickRequest(pick, RequestModel::mayComplete);
        if (request != null) {
            log(request.tag + (failing ? " fails" : " succeeds") + (elsewhere ? " elsewhere" : ""), pace);
            application(request).complete(failing, elsewhere);
            pause(pace);
        }
    }

    void leaveHandler(int pick, boolean throwing, Pace pace) {
        RequestModel request =
                pickRequest(pick, candidate -> isInHandler(candidate) && !(throwing && candidate.isWriting()));
        if (request != null) {
            log(request.tag + (throwing ? " throws" : " leaves its handler"), pace);
            if (throwing) {
                application(request).leaveThrowing();
            } else {
                application(request).leave();
            }
            pause(pace);
        }
    }

    private boolean isInHandler(RequestModel request) {
        return request.hasEntered() && !application(request).isLeaving();
    }

    // ---- picking and sending

    private ScriptedApplication application(RequestModel request) {
        return requireNonNull(applications.get(request));
    }

    private static boolean isAbortable(RequestModel request) {
        return request.connection.isOpen() && !request.hasEnded() && !request.abort.isPossible();
    }

    private static boolean isSendable(RequestModel request, Input input) {
        return request.connection.isOpen() && !request.hasEnded() && request.input() == input;
    }

    private synchronized @Nullable ModelPeer pickPeer(int pick) {
        return pick(pick, peers.stream().filter(peer -> peer.model.isOpen()).toList());
    }

    private synchronized List<RequestModel> requests(Predicate<RequestModel> eligible) {
        return peers.stream()
                .flatMap(peer -> peer.model.requests().stream())
                .filter(applications::containsKey)
                .filter(eligible)
                .toList();
    }

    private @Nullable RequestModel pickRequest(int pick, Predicate<RequestModel> eligible) {
        return pick(pick, requests(eligible));
    }

    private static <T> @Nullable T pick(int pick, List<T> eligible) {
        return eligible.isEmpty() ? null : eligible.get(pick % eligible.size());
    }

    private void send(RequestModel request, String what, Records records, Pace pace) {
        log(request.tag + " " + what, pace);
        peers.get(request.connection.number - 1).write(records);
        pause(pace);
    }

    private void send(ModelPeer peer, String what, Records records, Pace pace) {
        log("c" + peer.model.number + " " + what, pace);
        peer.write(records);
        pause(pace);
    }

    private synchronized void log(String what, Pace pace) {
        log.add(what + pace);
    }

    // ---- observing

    private synchronized void observe(Runnable observation) {
        observation.run();
        peers.forEach(peer -> peer.model.widen());
        notifyAll();
    }

    private synchronized <T> T observed(java.util.function.Supplier<T> observation) {
        return observation.get();
    }

    private void pause(Pace pace) {
        if (pace.rest()) {
            rest();
        } else {
            long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(pace.micros());
            while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
        }
    }

    /** Lets everything come to rest. */
    private void rest() {
        for (ModelPeer peer : peers) {
            if (!observed(peer.model::mayBeParked)) {
                boolean closed = peer.awaitReceived();
                observe(() -> peer.model.confirm(closed));
            }
        }
        awaitObligations();
    }

    private synchronized void awaitObligations() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (true) {
            List<String> missing = new ArrayList<>();
            peers.forEach(peer -> peer.model.addObligations(missing));
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (!missing.isEmpty() && left <= 0) {
                faults.add("these did not follow: " + missing);
            }
            if (!faults.isEmpty()) {
                throw new AssertionError(String.join("\n", faults) + "\nafter" + this);
            }
            if (missing.isEmpty()) {
                return;
            }
            try {
                wait(left);
            } catch (InterruptedException x) {
                throw new AssertionError(x);
            }
        }
    }

    // ---- the end

    /** Lets everything end, and checks that nothing is left. */
    void finish() {
        Pace goOn = new Pace(false, 0);
        peers.forEach(peer -> {
            observe(() -> peer.model.read(true));
            peer.lag(false);
        });
        rest();
        log("all applications end", goOn);
        applications.values().forEach(ScriptedApplication::end);
        rest();
        requests(LifeCycle::isAbortable).forEach(request -> abort(request, goOn));
        rest();
        for (int i = 0; i < peers.size(); i++) {
            ask(i, goOn);
        }
        rest();
        for (ModelPeer peer : peers) {
            observe(peer.model.left::begin);
            peer.close(false);
        }
        try {
            server.awaitNoConnections();
            server.close();
        } catch (Exception | AssertionError x) {
            throw new AssertionError("something is left: " + x.getMessage() + "\nafter" + this, x);
        }
    }

    List<RequestModel.Ending> endings() {
        return peers.stream()
                .flatMap(peer -> peer.model.requests().stream())
                .map(RequestModel::ending)
                .toList();
    }

    /** Stops whatever there is. */
    @Override
    public void close() {
        for (ModelPeer peer : peers) {
            peer.close(false);
        }
        applications.values().forEach(ScriptedApplication::abandon);
        threads.shutdownNow();
        org.eclipse.jetty.util.component.LifeCycle.stop(server.server);
    }

    /** {@return the number of steps that did something} */
    synchronized int steps() {
        return log.size();
    }

    /** The steps, as they were done. */
    @Override
    public synchronized String toString() {
        return "\n  " + String.join("\n  ", log) + "\n";
    }
}
