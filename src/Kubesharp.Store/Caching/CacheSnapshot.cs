using Kubesharp.Store.Trees;

namespace Kubesharp.Store.Caching;

/// <summary>The exact content of a cache at one revision. Never changes.</summary>
/// <param name="Revision">The global revision the content is exact for.</param>
/// <param name="Objects">The objects by key.</param>
public readonly record struct CacheSnapshot<T>(long Revision, OrderedTree<T> Objects);
