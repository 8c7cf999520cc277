namespace Kubesharp.Client.Tests;

/// <summary>Texts of API objects.</summary>
internal static class Json
{
    public static string ConfigMap(string name, string revision, string ns = "default", string value = "", string label = "", string uid = "") =>
        $$$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"{{{name}}}","namespace":"{{{ns}}}","uid":"{{{(uid.Length > 0 ? uid : "uid-" + name)}}}","resourceVersion":"{{{revision}}}","labels":{"app":"{{{label}}}"}},"data":{"value":"{{{value}}}"}}""";

    public static string Bookmark(string revision) => $$$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"resourceVersion":"{{{revision}}}"}}""";

    public static string List(string revision, params string[] items) => Page(revision, "", items);

    public static string Page(string revision, string next, params string[] items) =>
        $$$"""{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"{{{revision}}}","continue":"{{{next}}}"},"items":[{{{string.Join(",", items)}}}]}""" + "\n";

    public static string Status(int code, string reason, string message, int retryAfter = 0) =>
        $$$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"{{{message}}}","reason":"{{{reason}}}","details":{"retryAfterSeconds":{{{retryAfter}}}},"code":{{{code}}}}""";
}
