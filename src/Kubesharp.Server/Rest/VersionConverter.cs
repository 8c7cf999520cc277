using Kubesharp.Api;

namespace Kubesharp.Server.Rest;

/// <summary>Converts a kind between a served version and the stored one.</summary>
internal abstract class VersionConverter
{
    public abstract IKubernetesObject ToServed(IKubernetesObject stored);

    public abstract IKubernetesObject ToStored(IKubernetesObject served);
}

/// <inheritdoc/>
internal sealed class VersionConverter<TServed, TStored>(Func<TStored, TServed> toServed, Func<TServed, TStored> toStored) : VersionConverter
    where TServed : class, IKubernetesObject
    where TStored : class, IKubernetesObject
{
    public override IKubernetesObject ToServed(IKubernetesObject stored) => toServed((TStored)stored);

    public override IKubernetesObject ToStored(IKubernetesObject served) => toStored((TServed)served);
}
