namespace Kubesharp.EndToEnd.Tests;

/// <summary>Manifests that several tests begin with.</summary>
internal static class Manifests
{
    /// <summary>A pod of one shell script, which is named main.</summary>
    /// <param name="name">Name of the pod, and its label app.</param>
    /// <param name="script">What it runs; a script that waits should trap TERM, because the first process of a pod ends by no other signal.</param>
    /// <param name="container">More lines of the container, without indentation.</param>
    /// <param name="spec">More lines of the pod's spec, without indentation.</param>
    public static string Pod(string name, string script, string container = "", string spec = "") => $"""
        apiVersion: v1
        kind: Pod
        metadata:
          name: {name}
          labels: {"{"}app: {name}{"}"}
        spec:
        {Indent(spec, 2)}
          containers:
          - name: main
            image: {TestImages.Busybox}
            command: ["/bin/sh", "-c"]
            args:
            - |
        {Indent(script, 6)}
        {Indent(container, 4)}
        """;

    /// <summary>Sleeps until it is asked to end.</summary>
    public const string Idle = "trap 'exit 0' TERM; sleep 100000 & wait";

    private static string Indent(string text, int blanks) =>
        string.Join('\n', text.Split('\n').Select(line => line.Length == 0 ? "" : new string(' ', blanks) + line));
}
