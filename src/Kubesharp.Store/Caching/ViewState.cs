using Kubesharp.Store.Trees;

namespace Kubesharp.Store.Caching;

/// <summary>The newest content and the revision of its last change, published as one reference.</summary>
internal sealed record ViewState<T>(OrderedTree<T> Tree, long Revision);
