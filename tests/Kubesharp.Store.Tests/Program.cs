using Kubesharp.Store.Tests.Embedded;

// Not a test entry point: the crash test starts this assembly as a process of its own.
return args is ["crash-writer", var dataFile] ? await CrashWriter.RunAsync(dataFile)
    : args is ["hold-open", var held] ? await CrashWriter.HoldOpenAsync(held)
    : 2;
