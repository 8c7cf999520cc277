using Kubesharp.Store.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Store.Tests.Embedded;

public sealed class EmbeddedStoreTests : StoreConformance
{
    private readonly TemporaryFolder _folder = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IKeyValueStore> CreateAsync() =>
        await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Path = _folder.DataFile }, TimeProvider.System, NullLogger.Instance);
}
