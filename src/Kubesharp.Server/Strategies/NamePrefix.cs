namespace Kubesharp.Server.Strategies;

/// <summary>Makes a generateName checkable by the rules for whole names: what follows a trailing hyphen is still to come.</summary>
internal static class NamePrefix
{
    public static string Complete(string name, bool prefix) => prefix && name.Length > 1 && name.EndsWith('-') ? string.Concat(name.AsSpan(0, name.Length - 2), "a") : name;
}
