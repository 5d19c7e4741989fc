package org.godwit.store.account;

import org.apache.james.vacation.api.VacationRepository;
import org.apache.james.vacation.api.VacationRepositoryContract;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class StoredVacationsTest implements VacationRepositoryContract {
  @Override
  public VacationRepository vacationRepository() {
    return new StoredVacations(PostgresExtension.database());
  }
}
