namespace Kubesharp.Client;

/// <summary>One page, or all, of a list.</summary>
/// <param name="Items">The objects, in the server's order.</param>
/// <param name="ResourceVersion">Revision the list is of; where a watch may go on from.</param>
/// <param name="Continue">Token for the next page; empty on the last one.</param>
/// <param name="RemainingItemCount">How many items follow this page, when the server knows.</param>
public sealed record ObjectList<T>(IReadOnlyList<T> Items, string ResourceVersion, string Continue, long? RemainingItemCount);
