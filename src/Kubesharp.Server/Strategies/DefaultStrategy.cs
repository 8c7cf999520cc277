using Kubesharp.Api;

namespace Kubesharp.Server.Strategies;

/// <summary>The strategy of kinds that need no more than their schema: spec and status apart, names checked, nothing defaulted.</summary>
/// <param name="copyStatus">See <see cref="ResourceStrategy{T}.CopyStatus"/>; null for kinds without a status subresource.</param>
/// <param name="tracksGeneration">See <see cref="ResourceStrategy.TracksGeneration"/>.</param>
/// <param name="showsAge">See <see cref="ResourceStrategy.ShowsAge"/>.</param>
/// <param name="nameRule">What names must look like; null for DNS names.</param>
internal sealed class DefaultStrategy<T>(Func<T, T, T>? copyStatus = null, bool tracksGeneration = false, bool showsAge = false, Func<string, string[]>? nameRule = null)
    : ResourceStrategy<T>
    where T : class, IResource<T>
{
    public override bool HasStatus => copyStatus is not null;

    public override bool TracksGeneration => tracksGeneration;

    public override bool ShowsAge => showsAge;

    protected internal override T CopyStatus(T to, T from) => copyStatus is null ? to : copyStatus(to, from);

    protected internal override string[] ValidateName(string name, bool prefix) =>
        nameRule is null ? base.ValidateName(name, prefix) : nameRule(name);
}
