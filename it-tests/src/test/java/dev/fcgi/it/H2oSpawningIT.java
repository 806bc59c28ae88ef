package dev.fcgi.it;

import org.junit.jupiter.api.DisplayName;

/** h2o, which starts the application. */
@DisplayName("h2o | /, spawned")
class H2oSpawningIT extends SpawnedTest implements PathContract, BodyContract, H2oExpectations {

    @Override
    FrontEnd frontEnd() {
        return new H2oSpawning();
    }
}
