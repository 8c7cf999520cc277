namespace Kubesharp.EndToEnd.Tests;

/// <summary>ConfigMaps and Secrets on their way into containers.</summary>
[Collection(NodeClusterCollection.Name)]
public sealed class ConfigurationTests(NodeCluster cluster)
{
    private const string Reader = $$$$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: reader}
        spec:
          containers:
          - name: main
            image: {{{{TestImages.Busybox}}}}
            command: ["/bin/sh", "-c", "trap 'exit 0' TERM; sleep 100000 & wait"]
            env:
            - {name: COLOR, valueFrom: {configMapKeyRef: {name: settings, key: color}}}
            - {name: PASSWORD, valueFrom: {secretKeyRef: {name: login, key: password}}}
            - {name: MISSING, valueFrom: {configMapKeyRef: {name: settings, key: none, optional: true}}}
            - {name: GREETING, value: "$(COLOR) and $(FROM_FILE_A)"}
            - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
            envFrom:
            - configMapRef: {name: variables}
            - {secretRef: {name: tokens}, prefix: SECRET_}
            volumeMounts:
            - {name: settings, mountPath: /etc/settings, readOnly: true}
            - {name: login, mountPath: /etc/login, readOnly: true}
            - {name: settings, mountPath: /etc/one/color, subPath: shade}
            - {name: all, mountPath: /etc/all}
          volumes:
          - name: settings
            configMap: {name: settings, items: [{key: color, path: shade}, {key: site.conf, path: conf/site.conf, mode: 0440}]}
          - name: login
            secret: {secretName: login, defaultMode: 0400}
          - name: all
            projected:
              sources:
              - configMap: {name: settings}
              - secret: {name: login, items: [{key: user, path: who}]}
              - downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.name}}]}
        """;

    [SkippableFact]
    public async Task ConfigMapsAndSecrets_InEveryForm_ReachTheContainer()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        var conf = await cluster.FileAsync("site.conf", "listen 80;\n");
        var variables = await cluster.FileAsync("variables.env", "# a comment\nFROM_FILE_A=apple\nFROM_FILE_B=a b=c\n\n");
        var key = await cluster.FileAsync("id_key", "\u0001binary\u00ff");
        await Task.WhenAll(
            kubectl.RunAsync("create", "configmap", "settings", "--from-literal=color=red", "--from-file=" + conf, "--from-file=renamed=" + conf),
            kubectl.RunAsync("create", "configmap", "variables", "--from-env-file=" + variables),
            kubectl.RunAsync("create", "secret", "generic", "login", "--from-literal=user=me", "--from-literal=password=s3cr=t", "--from-file=key=" + key),
            kubectl.RunAsync("create", "secret", "generic", "tokens", "--from-env-file=" + variables));
        await kubectl.PipeAsync(Reader, "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/reader", "--for=condition=Ready", "--timeout=60s");

        var environment = (await kubectl.RunAsync("exec", "reader", "--", "env")).Split('\n');
        foreach (var line in (string[])[
            "COLOR=red", "PASSWORD=s3cr=t", "GREETING=red and apple", "FROM_FILE_A=apple", "FROM_FILE_B=a b=c", "SECRET_FROM_FILE_B=a b=c", "NODE=" + NodeCluster.NodeName])
        {
            Assert.Contains(line, environment);
        }

        Assert.DoesNotContain(environment, line => line.StartsWith("MISSING=", StringComparison.Ordinal));
        Assert.Equal("red", await ReadAsync(kubectl, "/etc/settings/shade"));
        Assert.Equal("listen 80;\n", await ReadAsync(kubectl, "/etc/settings/conf/site.conf"));
        Assert.Equal("conf\nshade\n", await kubectl.RunAsync("exec", "reader", "--", "ls", "/etc/settings"));
        Assert.Equal("440", (await kubectl.RunAsync("exec", "reader", "--", "stat", "-L", "-c", "%a", "/etc/settings/conf/site.conf")).Trim());
        Assert.Equal("400", (await kubectl.RunAsync("exec", "reader", "--", "stat", "-L", "-c", "%a", "/etc/login/password")).Trim());
        Assert.Equal("s3cr=t", await ReadAsync(kubectl, "/etc/login/password"));
        Assert.Equal("\u0001binary\u00ff", await ReadAsync(kubectl, "/etc/login/key"));
        Assert.Equal("red", await ReadAsync(kubectl, "/etc/one/color"));
        Assert.Equal("color\nlabels\nrenamed\nsite.conf\nwho\n", await kubectl.RunAsync("exec", "reader", "--", "ls", "/etc/all"));
        Assert.Equal("me", await ReadAsync(kubectl, "/etc/all/who"));
        Assert.Contains("Read-only file system", await kubectl.FailAsync("exec", "reader", "--", "touch", "/etc/settings/new"), StringComparison.Ordinal);
        Assert.Contains("Read-only file system", await kubectl.FailAsync("exec", "reader", "--", "touch", "/etc/login/new"), StringComparison.Ordinal);

        var editor = await cluster.ScriptAsync("recolor", "sed -i 's/color: red/color: blue/' \"$1\"");
        await kubectl.WithAsync("EDITOR", editor, "edit", "configmap", "settings");
        await kubectl.RunAsync("patch", "secret", "login", "-p", """{"stringData":{"password":"changed"}}""");
        await Eventually.IsAsync(() => ReadAsync(kubectl, "/etc/settings/shade"), text => text == "blue");
        await Eventually.IsAsync(() => ReadAsync(kubectl, "/etc/login/password"), text => text == "changed");
        await Eventually.IsAsync(() => ReadAsync(kubectl, "/etc/all/color"), text => text == "blue");

        // A file mounted by subPath, and a variable, stay what they were when the container started.
        Assert.Equal("red", await ReadAsync(kubectl, "/etc/one/color"));
        Assert.Contains("COLOR=red", await kubectl.RunAsync("exec", "reader", "--", "env"), StringComparison.Ordinal);
        Assert.Equal("0", await kubectl.RunAsync("get", "pod", "reader", "-o", "jsonpath={.status.containerStatuses[0].restartCount}"));
    }

    [SkippableFact]
    public async Task Pod_WhoseConfigMapIsMissing_SaysSoAndStartsWhenItComes()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        await Task.WhenAll(
            kubectl.PipeAsync(Manifests.Pod("early", Manifests.Idle, "envFrom: [{configMapRef: {name: late}}]"), "apply", "-f", "-"),
            kubectl.PipeAsync(
                Manifests.Pod("mounting", Manifests.Idle, "volumeMounts: [{name: v, mountPath: /v}]", "volumes: [{name: v, configMap: {name: late}}]"), "apply", "-f", "-"));
        await kubectl.RunAsync("wait", "pod/early", "--for=jsonpath={.status.containerStatuses[0].state.waiting.reason}=CreateContainerConfigError", "--timeout=60s");
        Assert.Equal("configmap \"late\" not found", await kubectl.RunAsync("get", "pod", "early", "-o", "jsonpath={.status.containerStatuses[0].state.waiting.message}"));
        await Eventually.IsAsync(
            () => kubectl.RunAsync("get", "events", "--field-selector=involvedObject.name=mounting,reason=FailedMount", "-o", "jsonpath={.items[*].message}"),
            text => text.Contains("MountVolume.SetUp failed for volume \"v\" : configmap \"late\" not found", StringComparison.Ordinal));

        await kubectl.RunAsync("create", "configmap", "late", "--from-literal=a=b");
        await kubectl.RunAsync("wait", "pod", "--all", "--for=condition=Ready", "--timeout=90s");
    }

    [SkippableFact]
    public async Task Variables_OfAFileThatAnInitContainerWrote_AreSet()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        const string Writer = """
            initContainers:
            - name: writer
              image: IMAGE
              command: [sh, -c, "echo \"A='from a file' # written by sh\" > /data/app.env"]
              volumeMounts: [{name: data, mountPath: /data}]
            volumes: [{name: data, emptyDir: {}}]
            """;
        static string Env(string key, string optional) => $"""
            env:
            - name: FROM_FILE
              valueFrom:
                fileKeyRef:
                  volumeName: data
                  path: app.env
                  key: {key}
                  optional: {optional}
            """;
        var spec = Writer.Replace("IMAGE", TestImages.Busybox, StringComparison.Ordinal);
        await Task.WhenAll(
            kubectl.PipeAsync(Manifests.Pod("reader", "env; " + Manifests.Idle, Env("A", "false"), spec), "apply", "-f", "-"),
            kubectl.PipeAsync(Manifests.Pod("content", "env; " + Manifests.Idle, Env("B", "true"), spec), "apply", "-f", "-"),
            kubectl.PipeAsync(Manifests.Pod("waiting", "env; " + Manifests.Idle, Env("B", "false"), spec), "apply", "-f", "-"));

        await kubectl.RunAsync("wait", "pod/reader", "pod/content", "--for=condition=Ready", "--timeout=60s");
        Assert.Contains("FROM_FILE=from a file\n", await kubectl.RunAsync("logs", "reader"), StringComparison.Ordinal);
        Assert.DoesNotContain("FROM_FILE", await kubectl.RunAsync("logs", "content"), StringComparison.Ordinal);
        await kubectl.RunAsync("wait", "pod/waiting", "--for=jsonpath={.status.containerStatuses[0].state.waiting.reason}=CreateContainerConfigError", "--timeout=60s");
        Assert.Equal(
            "environment variable key \"B\" not found in file \"app.env\"",
            await kubectl.RunAsync("get", "pod", "waiting", "-o", "jsonpath={.status.containerStatuses[0].state.waiting.message}"));
    }

    [SkippableFact]
    public async Task ImageVolume_OnARuntimeThatKnowsNone_IsToldOf()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        Skip.IfNot((await kubectl.RunAsync("get", "nodes", "-o", "jsonpath={.items[0].status.nodeInfo.containerRuntimeVersion}")).StartsWith("containerd://1.", StringComparison.Ordinal), "this runtime mounts images");
        await kubectl.PipeAsync(
            Manifests.Pod("data", Manifests.Idle, "volumeMounts: [{name: v, mountPath: /v}]", $"volumes: [{{name: v, image: {{reference: \"{TestImages.Web1}\", pullPolicy: Never}}}}]"), "apply", "-f", "-");

        await kubectl.RunAsync("wait", "pod/data", "--for=jsonpath={.status.containerStatuses[0].state.waiting.reason}=CreateContainerError", "--timeout=60s");
        Assert.StartsWith(
            "failed to generate container", await kubectl.RunAsync("get", "pod", "data", "-o", "jsonpath={.status.containerStatuses[0].state.waiting.message}"), StringComparison.Ordinal);
    }

    private static Task<string> ReadAsync(Kubectl kubectl, string file) => kubectl.RunAsync("exec", "reader", "--", "cat", file);
}
