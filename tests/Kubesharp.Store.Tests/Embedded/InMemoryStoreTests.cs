using Kubesharp.Store.Embedded;

namespace Kubesharp.Store.Tests.Embedded;

public sealed class InMemoryStoreTests : StoreConformance
{
    protected override Task<IKeyValueStore> CreateAsync() => Task.FromResult<IKeyValueStore>(new InMemoryStore());
}
