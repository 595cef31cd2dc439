/*-------------------------------------------------------------------------
 *
 * service_model_storage.h
 *	  What services of AWS answer, as service_model.c reads it.
 *
 * Made by tools/make_service_model from the public API models that botocore
 * ships (Apache License 2.0); not edited by hand.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SERVICE_MODEL_STORAGE_H
#define SFN_SERVICE_MODEL_STORAGE_H

#define MODEL_DYNAMODB \
	"!batchExecuteStatement=@BatchExecuteStatementOutput\n" \
	"!batchGetItem=@BatchGetItemOutput\n" \
	"!batchWriteItem=@BatchWriteItemOutput\n" \
	"!createBackup=@CreateBackupOutput\n" \
	"!createGlobalTable=@CreateGlobalTableOutput\n" \
	"!createTable=@CreateTableOutput\n" \
	"!deleteBackup=@DeleteBackupOutput\n" \
	"!deleteItem=@DeleteItemOutput\n" \
	"!deleteTable=@DeleteTableOutput\n" \
	"!describeBackup=@DescribeBackupOutput\n" \
	"!describeContinuousBackups=@DescribeContinuousBackupsOutput\n" \
	"!describeContributorInsights=@DescribeContributorInsightsOutput\n" \
	"!describeEndpoints=@DescribeEndpointsResponse\n" \
	"!describeExport=@DescribeExportOutput\n" \
	"!describeGlobalTable=@DescribeGlobalTableOutput\n" \
	"!describeGlobalTableSettings=@DescribeGlobalTableSettingsOutput\n" \
	"!describeImport=@DescribeImportOutput\n" \
	"!describeKinesisStreamingDestination=@DescribeKinesisStreamingDestinationOutput\n" \
	"!describeLimits=@DescribeLimitsOutput\n" \
	"!describeTable=@DescribeTableOutput\n" \
	"!describeTableReplicaAutoScaling=@DescribeTableReplicaAutoScalingOutput\n" \
	"!describeTimeToLive=@DescribeTimeToLiveOutput\n" \
	"!disableKinesisStreamingDestination=@KinesisStreamingDestinationOutput\n" \
	"!enableKinesisStreamingDestination=@KinesisStreamingDestinationOutput\n" \
	"!executeStatement=@ExecuteStatementOutput\n" \
	"!executeTransaction=@ExecuteTransactionOutput\n" \
	"!exportTableToPointInTime=@ExportTableToPointInTimeOutput\n" \
	"!getItem=@GetItemOutput\n" \
	"!importTable=@ImportTableOutput\n" \
	"!listBackups=@ListBackupsOutput\n" \
	"!listContributorInsights=@ListContributorInsightsOutput\n" \
	"!listExports=@ListExportsOutput\n" \
	"!listGlobalTables=@ListGlobalTablesOutput\n" \
	"!listImports=@ListImportsOutput\n" \
	"!listTables=@ListTablesOutput\n" \
	"!listTagsOfResource=@ListTagsOfResourceOutput\n" \
	"!putItem=@PutItemOutput\n" \
	"!query=@QueryOutput\n" \
	"!restoreTableFromBackup=@RestoreTableFromBackupOutput\n" \
	"!restoreTableToPointInTime=@RestoreTableToPointInTimeOutput\n" \
	"!scan=@ScanOutput\n" \
	"!transactGetItems=@TransactGetItemsOutput\n" \
	"!transactWriteItems=@TransactWriteItemsOutput\n" \
	"!updateContinuousBackups=@UpdateContinuousBackupsOutput\n" \
	"!updateContributorInsights=@UpdateContributorInsightsOutput\n" \
	"!updateGlobalTable=@UpdateGlobalTableOutput\n" \
	"!updateGlobalTableSettings=@UpdateGlobalTableSettingsOutput\n" \
	"!updateItem=@UpdateItemOutput\n" \
	"!updateTable=@UpdateTableOutput\n" \
	"!updateTableReplicaAutoScaling=@UpdateTableReplicaAutoScalingOutput\n" \
	"!updateTimeToLive=@UpdateTimeToLiveOutput\n" \
	"ArchivalSummary={ArchivalDateTime:s ArchivalReason:s ArchivalBackupArn:s(37,1024)}\n" \
	"AttributeDefinition={AttributeName!:s(1,255) AttributeType!:@ScalarAttributeType}\n" \
	"AttributeValue={S:s N:s B:s SS:[s] NS:[s] BS:[s] M:<@AttributeValue> L:[@AttributeValue] NULL:b BOOL:b}\n" \
	"AutoScalingPolicyDescription={PolicyName:s(1,256)" \
	" TargetTrackingScalingPolicyConfiguration:@AutoScalingTargetTrackingScalingPolicyConfigurationDescription}\n" \
	"AutoScalingSettingsDescription={MinimumUnits:n(1,) MaximumUnits:n(1,) AutoScalingDisabled:b" \
	" AutoScalingRoleArn:s ScalingPolicies:[@AutoScalingPolicyDescription]}\n" \
	"AutoScalingTargetTrackingScalingPolicyConfigurationDescription={DisableScaleIn:b ScaleInCooldown:n" \
	" ScaleOutCooldown:n TargetValue!:n}\n" \
	"BackupDescription={BackupDetails:@BackupDetails SourceTableDetails:@SourceTableDetails" \
	" SourceTableFeatureDetails:@SourceTableFeatureDetails}\n" \
	"BackupDetails={BackupArn!:s(37,1024) BackupName!:s(3,255) BackupSizeBytes:n(0,) BackupStatus!:@BackupStatus" \
	" BackupType!:@BackupType BackupCreationDateTime!:s BackupExpiryDateTime:s}\n" \
	"BackupStatus=\"CREATING|DELETED|AVAILABLE\"\n" \
	"BackupSummary={TableName:s(3,255) TableId:s TableArn:s BackupArn:s(37,1024) BackupName:s(3,255)" \
	" BackupCreationDateTime:s BackupExpiryDateTime:s BackupStatus:@BackupStatus BackupType:@BackupType" \
	" BackupSizeBytes:n(0,)}\n" \
	"BackupType=\"USER|SYSTEM|AWS_BACKUP\"\n" \
	"BatchExecuteStatementOutput={Responses:[@BatchStatementResponse] ConsumedCapacity:[@ConsumedCapacity]}\n" \
	"BatchGetItemOutput={Responses:<[<@AttributeValue>]> UnprocessedKeys:<@KeysAndAttributes>" \
	" ConsumedCapacity:[@ConsumedCapacity]}\n" \
	"BatchStatementError={Code:@BatchStatementErrorCodeEnum Message:s}\n" \
	"BatchStatementErrorCodeEnum=\"ConditionalCheckFailed|ItemCollectionSizeLimitExceeded|RequestLimitExceeded|Vali" \
	"dationError|ProvisionedThroughputExceeded|TransactionConflict|ThrottlingError|InternalServerError|ResourceNotF" \
	"ound|AccessDenied|DuplicateItem\"\n" \
	"BatchStatementResponse={Error:@BatchStatementError TableName:s(3,255) Item:<@AttributeValue>}\n" \
	"BatchWriteItemOutput={UnprocessedItems:<[@WriteRequest]> ItemCollectionMetrics:<[@ItemCollectionMetrics]>" \
	" ConsumedCapacity:[@ConsumedCapacity]}\n" \
	"BillingMode=\"PROVISIONED|PAY_PER_REQUEST\"\n" \
	"BillingModeSummary={BillingMode:@BillingMode LastUpdateToPayPerRequestDateTime:s}\n" \
	"Capacity={ReadCapacityUnits:n WriteCapacityUnits:n CapacityUnits:n}\n" \
	"ConsumedCapacity={TableName:s(3,255) CapacityUnits:n ReadCapacityUnits:n WriteCapacityUnits:n Table:@Capacity" \
	" LocalSecondaryIndexes:<@Capacity> GlobalSecondaryIndexes:<@Capacity>}\n" \
	"ContinuousBackupsDescription={ContinuousBackupsStatus!:@ContinuousBackupsStatus" \
	" PointInTimeRecoveryDescription:@PointInTimeRecoveryDescription}\n" \
	"ContinuousBackupsStatus=\"ENABLED|DISABLED\"\n" \
	"ContributorInsightsStatus=\"ENABLING|ENABLED|DISABLING|DISABLED|FAILED\"\n" \
	"ContributorInsightsSummary={TableName:s(3,255) IndexName:s(3,255)" \
	" ContributorInsightsStatus:@ContributorInsightsStatus}\n" \
	"CreateBackupOutput={BackupDetails:@BackupDetails}\n" \
	"CreateGlobalTableOutput={GlobalTableDescription:@GlobalTableDescription}\n" \
	"CreateTableOutput={TableDescription:@TableDescription}\n" \
	"CsvOptions={Delimiter:s(1,1) HeaderList:[s(1,65536)]}\n" \
	"DeleteBackupOutput={BackupDescription:@BackupDescription}\n" \
	"DeleteItemOutput={Attributes:<@AttributeValue> ConsumedCapacity:@ConsumedCapacity" \
	" ItemCollectionMetrics:@ItemCollectionMetrics}\n" \
	"DeleteRequest={Key!:<@AttributeValue>}\n" \
	"DeleteTableOutput={TableDescription:@TableDescription}\n" \
	"DescribeBackupOutput={BackupDescription:@BackupDescription}\n" \
	"DescribeContinuousBackupsOutput={ContinuousBackupsDescription:@ContinuousBackupsDescription}\n" \
	"DescribeContributorInsightsOutput={TableName:s(3,255) IndexName:s(3,255) ContributorInsightsRuleList:[s]" \
	" ContributorInsightsStatus:@ContributorInsightsStatus LastUpdateDateTime:s" \
	" FailureException:@FailureException}\n" \
	"DescribeEndpointsResponse={Endpoints!:[@Endpoint]}\n" \
	"DescribeExportOutput={ExportDescription:@ExportDescription}\n" \
	"DescribeGlobalTableOutput={GlobalTableDescription:@GlobalTableDescription}\n" \
	"DescribeGlobalTableSettingsOutput={GlobalTableName:s(3,255) ReplicaSettings:[@ReplicaSettingsDescription]}\n" \
	"DescribeImportOutput={ImportTableDescription!:@ImportTableDescription}\n" \
	"DescribeKinesisStreamingDestinationOutput={TableName:s(3,255)" \
	" KinesisDataStreamDestinations:[@KinesisDataStreamDestination]}\n" \
	"DescribeLimitsOutput={AccountMaxReadCapacityUnits:n(1,) AccountMaxWriteCapacityUnits:n(1,)" \
	" TableMaxReadCapacityUnits:n(1,) TableMaxWriteCapacityUnits:n(1,)}\n" \
	"DescribeTableOutput={Table:@TableDescription}\n" \
	"DescribeTableReplicaAutoScalingOutput={TableAutoScalingDescription:@TableAutoScalingDescription}\n" \
	"DescribeTimeToLiveOutput={TimeToLiveDescription:@TimeToLiveDescription}\n" \
	"DestinationStatus=\"ENABLING|ACTIVE|DISABLING|DISABLED|ENABLE_FAILED\"\n" \
	"Endpoint={Address!:s CachePeriodInMinutes!:n}\n" \
	"ExecuteStatementOutput={Items:[<@AttributeValue>] NextToken:s(1,32768) ConsumedCapacity:@ConsumedCapacity" \
	" LastEvaluatedKey:<@AttributeValue>}\n" \
	"ExecuteTransactionOutput={Responses:[@ItemResponse] ConsumedCapacity:[@ConsumedCapacity]}\n" \
	"ExportDescription={ExportArn:s(37,1024) ExportStatus:@ExportStatus StartTime:s EndTime:s ExportManifest:s" \
	" TableArn:s TableId:s ExportTime:s ClientToken:s S3Bucket:s(,255) S3BucketOwner:s S3Prefix:s(,1024)" \
	" S3SseAlgorithm:@S3SseAlgorithm S3SseKmsKeyId:s(1,2048) FailureCode:s FailureMessage:s" \
	" ExportFormat:@ExportFormat BilledSizeBytes:n(0,) ItemCount:n(0,)}\n" \
	"ExportFormat=\"DYNAMODB_JSON|ION\"\n" \
	"ExportStatus=\"IN_PROGRESS|COMPLETED|FAILED\"\n" \
	"ExportSummary={ExportArn:s(37,1024) ExportStatus:@ExportStatus}\n" \
	"ExportTableToPointInTimeOutput={ExportDescription:@ExportDescription}\n" \
	"FailureException={ExceptionName:s ExceptionDescription:s}\n" \
	"GetItemOutput={Item:<@AttributeValue> ConsumedCapacity:@ConsumedCapacity}\n" \
	"GlobalSecondaryIndex={IndexName!:s(3,255) KeySchema!:[@KeySchemaElement] Projection!:@Projection" \
	" ProvisionedThroughput:@ProvisionedThroughput}\n" \
	"GlobalSecondaryIndexDescription={IndexName:s(3,255) KeySchema:[@KeySchemaElement] Projection:@Projection" \
	" IndexStatus:@IndexStatus Backfilling:b ProvisionedThroughput:@ProvisionedThroughputDescription" \
	" IndexSizeBytes:n ItemCount:n IndexArn:s}\n" \
	"GlobalSecondaryIndexInfo={IndexName:s(3,255) KeySchema:[@KeySchemaElement] Projection:@Projection" \
	" ProvisionedThroughput:@ProvisionedThroughput}\n" \
	"GlobalTable={GlobalTableName:s(3,255) ReplicationGroup:[@Replica]}\n" \
	"GlobalTableDescription={ReplicationGroup:[@ReplicaDescription] GlobalTableArn:s CreationDateTime:s" \
	" GlobalTableStatus:@GlobalTableStatus GlobalTableName:s(3,255)}\n" \
	"GlobalTableStatus=\"CREATING|ACTIVE|DELETING|UPDATING\"\n" \
	"ImportStatus=\"IN_PROGRESS|COMPLETED|CANCELLING|CANCELLED|FAILED\"\n" \
	"ImportSummary={ImportArn:s(37,1024) ImportStatus:@ImportStatus TableArn:s S3BucketSource:@S3BucketSource" \
	" CloudWatchLogGroupArn:s(1,1024) InputFormat:@InputFormat StartTime:s EndTime:s}\n" \
	"ImportTableDescription={ImportArn:s(37,1024) ImportStatus:@ImportStatus TableArn:s TableId:s ClientToken:s" \
	" S3BucketSource:@S3BucketSource ErrorCount:n(0,) CloudWatchLogGroupArn:s(1,1024) InputFormat:@InputFormat" \
	" InputFormatOptions:@InputFormatOptions InputCompressionType:@InputCompressionType" \
	" TableCreationParameters:@TableCreationParameters StartTime:s EndTime:s ProcessedSizeBytes:n" \
	" ProcessedItemCount:n(0,) ImportedItemCount:n(0,) FailureCode:s FailureMessage:s}\n" \
	"ImportTableOutput={ImportTableDescription!:@ImportTableDescription}\n" \
	"IndexStatus=\"CREATING|UPDATING|DELETING|ACTIVE\"\n" \
	"InputCompressionType=\"GZIP|ZSTD|NONE\"\n" \
	"InputFormat=\"DYNAMODB_JSON|ION|CSV\"\n" \
	"InputFormatOptions={Csv:@CsvOptions}\n" \
	"ItemCollectionMetrics={ItemCollectionKey:<@AttributeValue> SizeEstimateRangeGB:[n]}\n" \
	"ItemResponse={Item:<@AttributeValue>}\n" \
	"KeySchemaElement={AttributeName!:s(1,255) KeyType!:@KeyType}\n" \
	"KeyType=\"HASH|RANGE\"\n" \
	"KeysAndAttributes={Keys!:[<@AttributeValue>] AttributesToGet:[s(,65535)] ConsistentRead:b" \
	" ProjectionExpression:s ExpressionAttributeNames:<s(,65535)>}\n" \
	"KinesisDataStreamDestination={StreamArn:s(37,1024) DestinationStatus:@DestinationStatus" \
	" DestinationStatusDescription:s}\n" \
	"KinesisStreamingDestinationOutput={TableName:s(3,255) StreamArn:s(37,1024)" \
	" DestinationStatus:@DestinationStatus}\n" \
	"ListBackupsOutput={BackupSummaries:[@BackupSummary] LastEvaluatedBackupArn:s(37,1024)}\n" \
	"ListContributorInsightsOutput={ContributorInsightsSummaries:[@ContributorInsightsSummary] NextToken:s}\n" \
	"ListExportsOutput={ExportSummaries:[@ExportSummary] NextToken:s}\n" \
	"ListGlobalTablesOutput={GlobalTables:[@GlobalTable] LastEvaluatedGlobalTableName:s(3,255)}\n" \
	"ListImportsOutput={ImportSummaryList:[@ImportSummary] NextToken:s(112,1024)}\n" \
	"ListTablesOutput={TableNames:[s(3,255)] LastEvaluatedTableName:s(3,255)}\n" \
	"ListTagsOfResourceOutput={Tags:[@Tag] NextToken:s}\n" \
	"LocalSecondaryIndexDescription={IndexName:s(3,255) KeySchema:[@KeySchemaElement] Projection:@Projection" \
	" IndexSizeBytes:n ItemCount:n IndexArn:s}\n" \
	"LocalSecondaryIndexInfo={IndexName:s(3,255) KeySchema:[@KeySchemaElement] Projection:@Projection}\n" \
	"PointInTimeRecoveryDescription={PointInTimeRecoveryStatus:@PointInTimeRecoveryStatus" \
	" EarliestRestorableDateTime:s LatestRestorableDateTime:s}\n" \
	"PointInTimeRecoveryStatus=\"ENABLED|DISABLED\"\n" \
	"Projection={ProjectionType:@ProjectionType NonKeyAttributes:[s(1,255)]}\n" \
	"ProjectionType=\"ALL|KEYS_ONLY|INCLUDE\"\n" \
	"ProvisionedThroughput={ReadCapacityUnits!:n(1,) WriteCapacityUnits!:n(1,)}\n" \
	"ProvisionedThroughputDescription={LastIncreaseDateTime:s LastDecreaseDateTime:s NumberOfDecreasesToday:n(1,)" \
	" ReadCapacityUnits:n(0,) WriteCapacityUnits:n(0,)}\n" \
	"ProvisionedThroughputOverride={ReadCapacityUnits:n(1,)}\n" \
	"PutItemOutput={Attributes:<@AttributeValue> ConsumedCapacity:@ConsumedCapacity" \
	" ItemCollectionMetrics:@ItemCollectionMetrics}\n" \
	"PutRequest={Item!:<@AttributeValue>}\n" \
	"QueryOutput={Items:[<@AttributeValue>] Count:n ScannedCount:n LastEvaluatedKey:<@AttributeValue>" \
	" ConsumedCapacity:@ConsumedCapacity}\n" \
	"Replica={RegionName:s}\n" \
	"ReplicaAutoScalingDescription={RegionName:s" \
	" GlobalSecondaryIndexes:[@ReplicaGlobalSecondaryIndexAutoScalingDescription]" \
	" ReplicaProvisionedReadCapacityAutoScalingSettings:@AutoScalingSettingsDescription" \
	" ReplicaProvisionedWriteCapacityAutoScalingSettings:@AutoScalingSettingsDescription" \
	" ReplicaStatus:@ReplicaStatus}\n" \
	"ReplicaDescription={RegionName:s ReplicaStatus:@ReplicaStatus ReplicaStatusDescription:s" \
	" ReplicaStatusPercentProgress:s KMSMasterKeyId:s ProvisionedThroughputOverride:@ProvisionedThroughputOverride" \
	" GlobalSecondaryIndexes:[@ReplicaGlobalSecondaryIndexDescription] ReplicaInaccessibleDateTime:s" \
	" ReplicaTableClassSummary:@TableClassSummary}\n" \
	"ReplicaGlobalSecondaryIndexAutoScalingDescription={IndexName:s(3,255) IndexStatus:@IndexStatus" \
	" ProvisionedReadCapacityAutoScalingSettings:@AutoScalingSettingsDescription" \
	" ProvisionedWriteCapacityAutoScalingSettings:@AutoScalingSettingsDescription}\n" \
	"ReplicaGlobalSecondaryIndexDescription={IndexName:s(3,255)" \
	" ProvisionedThroughputOverride:@ProvisionedThroughputOverride}\n" \
	"ReplicaGlobalSecondaryIndexSettingsDescription={IndexName!:s(3,255) IndexStatus:@IndexStatus" \
	" ProvisionedReadCapacityUnits:n(1,)" \
	" ProvisionedReadCapacityAutoScalingSettings:@AutoScalingSettingsDescription" \
	" ProvisionedWriteCapacityUnits:n(1,)" \
	" ProvisionedWriteCapacityAutoScalingSettings:@AutoScalingSettingsDescription}\n" \
	"ReplicaSettingsDescription={RegionName!:s ReplicaStatus:@ReplicaStatus" \
	" ReplicaBillingModeSummary:@BillingModeSummary ReplicaProvisionedReadCapacityUnits:n(0,)" \
	" ReplicaProvisionedReadCapacityAutoScalingSettings:@AutoScalingSettingsDescription" \
	" ReplicaProvisionedWriteCapacityUnits:n(0,)" \
	" ReplicaProvisionedWriteCapacityAutoScalingSettings:@AutoScalingSettingsDescription" \
	" ReplicaGlobalSecondaryIndexSettings:[@ReplicaGlobalSecondaryIndexSettingsDescription]" \
	" ReplicaTableClassSummary:@TableClassSummary}\n" \
	"ReplicaStatus=\"CREATING|CREATION_FAILED|UPDATING|DELETING|ACTIVE|REGION_DISABLED|INACCESSIBLE_ENCRYPTION_CRED" \
	"ENTIALS\"\n" \
	"RestoreSummary={SourceBackupArn:s(37,1024) SourceTableArn:s RestoreDateTime!:s RestoreInProgress!:b}\n" \
	"RestoreTableFromBackupOutput={TableDescription:@TableDescription}\n" \
	"RestoreTableToPointInTimeOutput={TableDescription:@TableDescription}\n" \
	"S3BucketSource={S3BucketOwner:s S3Bucket!:s(,255) S3KeyPrefix:s(,1024)}\n" \
	"S3SseAlgorithm=\"AES256|KMS\"\n" \
	"SSEDescription={Status:@SSEStatus SSEType:@SSEType KMSMasterKeyArn:s InaccessibleEncryptionDateTime:s}\n" \
	"SSESpecification={Enabled:b SSEType:@SSEType KMSMasterKeyId:s}\n" \
	"SSEStatus=\"ENABLING|ENABLED|DISABLING|DISABLED|UPDATING\"\n" \
	"SSEType=\"AES256|KMS\"\n" \
	"ScalarAttributeType=\"S|N|B\"\n" \
	"ScanOutput={Items:[<@AttributeValue>] Count:n ScannedCount:n LastEvaluatedKey:<@AttributeValue>" \
	" ConsumedCapacity:@ConsumedCapacity}\n" \
	"SourceTableDetails={TableName!:s(3,255) TableId!:s TableArn:s TableSizeBytes:n KeySchema!:[@KeySchemaElement]" \
	" TableCreationDateTime!:s ProvisionedThroughput!:@ProvisionedThroughput ItemCount:n(0,)" \
	" BillingMode:@BillingMode}\n" \
	"SourceTableFeatureDetails={LocalSecondaryIndexes:[@LocalSecondaryIndexInfo]" \
	" GlobalSecondaryIndexes:[@GlobalSecondaryIndexInfo] StreamDescription:@StreamSpecification" \
	" TimeToLiveDescription:@TimeToLiveDescription SSEDescription:@SSEDescription}\n" \
	"StreamSpecification={StreamEnabled!:b StreamViewType:@StreamViewType}\n" \
	"StreamViewType=\"NEW_IMAGE|OLD_IMAGE|NEW_AND_OLD_IMAGES|KEYS_ONLY\"\n" \
	"TableAutoScalingDescription={TableName:s(3,255) TableStatus:@TableStatus" \
	" Replicas:[@ReplicaAutoScalingDescription]}\n" \
	"TableClass=\"STANDARD|STANDARD_INFREQUENT_ACCESS\"\n" \
	"TableClassSummary={TableClass:@TableClass LastUpdateDateTime:s}\n" \
	"TableCreationParameters={TableName!:s(3,255) AttributeDefinitions!:[@AttributeDefinition]" \
	" KeySchema!:[@KeySchemaElement] BillingMode:@BillingMode ProvisionedThroughput:@ProvisionedThroughput" \
	" SSESpecification:@SSESpecification GlobalSecondaryIndexes:[@GlobalSecondaryIndex]}\n" \
	"TableDescription={AttributeDefinitions:[@AttributeDefinition] TableName:s(3,255)" \
	" KeySchema:[@KeySchemaElement] TableStatus:@TableStatus CreationDateTime:s" \
	" ProvisionedThroughput:@ProvisionedThroughputDescription TableSizeBytes:n ItemCount:n TableArn:s TableId:s" \
	" BillingModeSummary:@BillingModeSummary LocalSecondaryIndexes:[@LocalSecondaryIndexDescription]" \
	" GlobalSecondaryIndexes:[@GlobalSecondaryIndexDescription] StreamSpecification:@StreamSpecification" \
	" LatestStreamLabel:s LatestStreamArn:s(37,1024) GlobalTableVersion:s Replicas:[@ReplicaDescription]" \
	" RestoreSummary:@RestoreSummary SSEDescription:@SSEDescription ArchivalSummary:@ArchivalSummary" \
	" TableClassSummary:@TableClassSummary}\n" \
	"TableStatus=\"CREATING|UPDATING|DELETING|ACTIVE|INACCESSIBLE_ENCRYPTION_CREDENTIALS|ARCHIVING|ARCHIVED\"\n" \
	"Tag={Key!:s(1,128) Value!:s(0,256)}\n" \
	"TimeToLiveDescription={TimeToLiveStatus:@TimeToLiveStatus AttributeName:s(1,255)}\n" \
	"TimeToLiveSpecification={Enabled!:b AttributeName!:s(1,255)}\n" \
	"TimeToLiveStatus=\"ENABLING|DISABLING|ENABLED|DISABLED\"\n" \
	"TransactGetItemsOutput={ConsumedCapacity:[@ConsumedCapacity] Responses:[@ItemResponse]}\n" \
	"TransactWriteItemsOutput={ConsumedCapacity:[@ConsumedCapacity]" \
	" ItemCollectionMetrics:<[@ItemCollectionMetrics]>}\n" \
	"UpdateContinuousBackupsOutput={ContinuousBackupsDescription:@ContinuousBackupsDescription}\n" \
	"UpdateContributorInsightsOutput={TableName:s(3,255) IndexName:s(3,255)" \
	" ContributorInsightsStatus:@ContributorInsightsStatus}\n" \
	"UpdateGlobalTableOutput={GlobalTableDescription:@GlobalTableDescription}\n" \
	"UpdateGlobalTableSettingsOutput={GlobalTableName:s(3,255) ReplicaSettings:[@ReplicaSettingsDescription]}\n" \
	"UpdateItemOutput={Attributes:<@AttributeValue> ConsumedCapacity:@ConsumedCapacity" \
	" ItemCollectionMetrics:@ItemCollectionMetrics}\n" \
	"UpdateTableOutput={TableDescription:@TableDescription}\n" \
	"UpdateTableReplicaAutoScalingOutput={TableAutoScalingDescription:@TableAutoScalingDescription}\n" \
	"UpdateTimeToLiveOutput={TimeToLiveSpecification:@TimeToLiveSpecification}\n" \
	"WriteRequest={PutRequest:@PutRequest DeleteRequest:@DeleteRequest}\n"

#define MODEL_KMS \
	"!cancelKeyDeletion=@CancelKeyDeletionResponse\n" \
	"!connectCustomKeyStore=@ConnectCustomKeyStoreResponse\n" \
	"!createCustomKeyStore=@CreateCustomKeyStoreResponse\n" \
	"!createGrant=@CreateGrantResponse\n" \
	"!createKey=@CreateKeyResponse\n" \
	"!decrypt=@DecryptResponse\n" \
	"!deleteCustomKeyStore=@DeleteCustomKeyStoreResponse\n" \
	"!describeCustomKeyStores=@DescribeCustomKeyStoresResponse\n" \
	"!describeKey=@DescribeKeyResponse\n" \
	"!disconnectCustomKeyStore=@DisconnectCustomKeyStoreResponse\n" \
	"!encrypt=@EncryptResponse\n" \
	"!generateDataKey=@GenerateDataKeyResponse\n" \
	"!generateDataKeyPair=@GenerateDataKeyPairResponse\n" \
	"!generateDataKeyPairWithoutPlaintext=@GenerateDataKeyPairWithoutPlaintextResponse\n" \
	"!generateDataKeyWithoutPlaintext=@GenerateDataKeyWithoutPlaintextResponse\n" \
	"!generateMac=@GenerateMacResponse\n" \
	"!generateRandom=@GenerateRandomResponse\n" \
	"!getKeyPolicy=@GetKeyPolicyResponse\n" \
	"!getKeyRotationStatus=@GetKeyRotationStatusResponse\n" \
	"!getParametersForImport=@GetParametersForImportResponse\n" \
	"!getPublicKey=@GetPublicKeyResponse\n" \
	"!importKeyMaterial=@ImportKeyMaterialResponse\n" \
	"!listAliases=@ListAliasesResponse\n" \
	"!listGrants=@ListGrantsResponse\n" \
	"!listKeyPolicies=@ListKeyPoliciesResponse\n" \
	"!listKeys=@ListKeysResponse\n" \
	"!listResourceTags=@ListResourceTagsResponse\n" \
	"!listRetirableGrants=@ListGrantsResponse\n" \
	"!reEncrypt=@ReEncryptResponse\n" \
	"!replicateKey=@ReplicateKeyResponse\n" \
	"!scheduleKeyDeletion=@ScheduleKeyDeletionResponse\n" \
	"!sign=@SignResponse\n" \
	"!updateCustomKeyStore=@UpdateCustomKeyStoreResponse\n" \
	"!verify=@VerifyResponse\n" \
	"!verifyMac=@VerifyMacResponse\n" \
	"AliasListEntry={AliasName:s(1,256) AliasArn:s(20,2048) TargetKeyId:s(1,2048) CreationDate:s" \
	" LastUpdatedDate:s}\n" \
	"CancelKeyDeletionResponse={KeyId:s(1,2048)}\n" \
	"ConnectCustomKeyStoreResponse={}\n" \
	"ConnectionErrorCodeType=\"INVALID_CREDENTIALS|CLUSTER_NOT_FOUND|NETWORK_ERRORS|INTERNAL_ERROR|INSUFFICIENT_CLO" \
	"UDHSM_HSMS|USER_LOCKED_OUT|USER_NOT_FOUND|USER_LOGGED_IN|SUBNET_NOT_FOUND|INSUFFICIENT_FREE_ADDRESSES_IN_SUBNE" \
	"T|XKS_PROXY_ACCESS_DENIED|XKS_PROXY_NOT_REACHABLE|XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND|XKS_PROXY_INVALID_RESPONS" \
	"E|XKS_PROXY_INVALID_CONFIGURATION|XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION|XKS_PROXY_TIMED_OUT|XKS_PROXY" \
	"_INVALID_TLS_CONFIGURATION\"\n" \
	"ConnectionStateType=\"CONNECTED|CONNECTING|FAILED|DISCONNECTED|DISCONNECTING\"\n" \
	"CreateCustomKeyStoreResponse={CustomKeyStoreId:s(1,64)}\n" \
	"CreateGrantResponse={GrantToken:s(1,8192) GrantId:s(1,128)}\n" \
	"CreateKeyResponse={KeyMetadata:@KeyMetadata}\n" \
	"CustomKeyStoreType=\"AWS_CLOUDHSM|EXTERNAL_KEY_STORE\"\n" \
	"CustomKeyStoresListEntry={CustomKeyStoreId:s(1,64) CustomKeyStoreName:s(1,256) CloudHsmClusterId:s(19,24)" \
	" TrustAnchorCertificate:s(1,5000) ConnectionState:@ConnectionStateType" \
	" ConnectionErrorCode:@ConnectionErrorCodeType CreationDate:s CustomKeyStoreType:@CustomKeyStoreType" \
	" XksProxyConfiguration:@XksProxyConfigurationType}\n" \
	"CustomerMasterKeySpec=\"RSA_2048|RSA_3072|RSA_4096|ECC_NIST_P256|ECC_NIST_P384|ECC_NIST_P521|ECC_SECG_P256K1|S" \
	"YMMETRIC_DEFAULT|HMAC_224|HMAC_256|HMAC_384|HMAC_512|SM2\"\n" \
	"DataKeyPairSpec=\"RSA_2048|RSA_3072|RSA_4096|ECC_NIST_P256|ECC_NIST_P384|ECC_NIST_P521|ECC_SECG_P256K1|SM2\"\n" \
	"DecryptResponse={KeyId:s(1,2048) Plaintext:s(1,4096) EncryptionAlgorithm:@EncryptionAlgorithmSpec}\n" \
	"DeleteCustomKeyStoreResponse={}\n" \
	"DescribeCustomKeyStoresResponse={CustomKeyStores:[@CustomKeyStoresListEntry] NextMarker:s(1,1024)" \
	" Truncated:b}\n" \
	"DescribeKeyResponse={KeyMetadata:@KeyMetadata}\n" \
	"DisconnectCustomKeyStoreResponse={}\n" \
	"EncryptResponse={CiphertextBlob:s(1,6144) KeyId:s(1,2048) EncryptionAlgorithm:@EncryptionAlgorithmSpec}\n" \
	"EncryptionAlgorithmSpec=\"SYMMETRIC_DEFAULT|RSAES_OAEP_SHA_1|RSAES_OAEP_SHA_256|SM2PKE\"\n" \
	"ExpirationModelType=\"KEY_MATERIAL_EXPIRES|KEY_MATERIAL_DOES_NOT_EXPIRE\"\n" \
	"GenerateDataKeyPairResponse={PrivateKeyCiphertextBlob:s(1,6144) PrivateKeyPlaintext:s(1,4096)" \
	" PublicKey:s(1,8192) KeyId:s(1,2048) KeyPairSpec:@DataKeyPairSpec}\n" \
	"GenerateDataKeyPairWithoutPlaintextResponse={PrivateKeyCiphertextBlob:s(1,6144) PublicKey:s(1,8192)" \
	" KeyId:s(1,2048) KeyPairSpec:@DataKeyPairSpec}\n" \
	"GenerateDataKeyResponse={CiphertextBlob:s(1,6144) Plaintext:s(1,4096) KeyId:s(1,2048)}\n" \
	"GenerateDataKeyWithoutPlaintextResponse={CiphertextBlob:s(1,6144) KeyId:s(1,2048)}\n" \
	"GenerateMacResponse={Mac:s(1,6144) MacAlgorithm:@MacAlgorithmSpec KeyId:s(1,2048)}\n" \
	"GenerateRandomResponse={Plaintext:s(1,4096)}\n" \
	"GetKeyPolicyResponse={Policy:s(1,131072)}\n" \
	"GetKeyRotationStatusResponse={KeyRotationEnabled:b}\n" \
	"GetParametersForImportResponse={KeyId:s(1,2048) ImportToken:s(1,6144) PublicKey:s(1,4096)" \
	" ParametersValidTo:s}\n" \
	"GetPublicKeyResponse={KeyId:s(1,2048) PublicKey:s(1,8192) CustomerMasterKeySpec:@CustomerMasterKeySpec" \
	" KeySpec:@KeySpec KeyUsage:@KeyUsageType EncryptionAlgorithms:[@EncryptionAlgorithmSpec]" \
	" SigningAlgorithms:[@SigningAlgorithmSpec]}\n" \
	"GrantConstraints={EncryptionContextSubset:<s> EncryptionContextEquals:<s>}\n" \
	"GrantListEntry={KeyId:s(1,2048) GrantId:s(1,128) Name:s(1,256) CreationDate:s GranteePrincipal:s(1,256)" \
	" RetiringPrincipal:s(1,256) IssuingAccount:s(1,256) Operations:[@GrantOperation]" \
	" Constraints:@GrantConstraints}\n" \
	"GrantOperation=\"Decrypt|Encrypt|GenerateDataKey|GenerateDataKeyWithoutPlaintext|ReEncryptFrom|ReEncryptTo|Sig" \
	"n|Verify|GetPublicKey|CreateGrant|RetireGrant|DescribeKey|GenerateDataKeyPair|GenerateDataKeyPairWithoutPlaint" \
	"ext|GenerateMac|VerifyMac\"\n" \
	"ImportKeyMaterialResponse={}\n" \
	"KeyListEntry={KeyId:s(1,2048) KeyArn:s(20,2048)}\n" \
	"KeyManagerType=\"AWS|CUSTOMER\"\n" \
	"KeyMetadata={AWSAccountId:s KeyId!:s(1,2048) Arn:s(20,2048) CreationDate:s Enabled:b Description:s(0,8192)" \
	" KeyUsage:@KeyUsageType KeyState:@KeyState DeletionDate:s ValidTo:s Origin:@OriginType" \
	" CustomKeyStoreId:s(1,64) CloudHsmClusterId:s(19,24) ExpirationModel:@ExpirationModelType" \
	" KeyManager:@KeyManagerType CustomerMasterKeySpec:@CustomerMasterKeySpec KeySpec:@KeySpec" \
	" EncryptionAlgorithms:[@EncryptionAlgorithmSpec] SigningAlgorithms:[@SigningAlgorithmSpec] MultiRegion:b" \
	" MultiRegionConfiguration:@MultiRegionConfiguration PendingDeletionWindowInDays:n(1,365)" \
	" MacAlgorithms:[@MacAlgorithmSpec] XksKeyConfiguration:@XksKeyConfigurationType}\n" \
	"KeySpec=\"RSA_2048|RSA_3072|RSA_4096|ECC_NIST_P256|ECC_NIST_P384|ECC_NIST_P521|ECC_SECG_P256K1|SYMMETRIC_DEFAU" \
	"LT|HMAC_224|HMAC_256|HMAC_384|HMAC_512|SM2\"\n" \
	"KeyState=\"Creating|Enabled|Disabled|PendingDeletion|PendingImport|PendingReplicaDeletion|Unavailable|Updating" \
	"\"\n" \
	"KeyUsageType=\"SIGN_VERIFY|ENCRYPT_DECRYPT|GENERATE_VERIFY_MAC\"\n" \
	"ListAliasesResponse={Aliases:[@AliasListEntry] NextMarker:s(1,1024) Truncated:b}\n" \
	"ListGrantsResponse={Grants:[@GrantListEntry] NextMarker:s(1,1024) Truncated:b}\n" \
	"ListKeyPoliciesResponse={PolicyNames:[s(1,128)] NextMarker:s(1,1024) Truncated:b}\n" \
	"ListKeysResponse={Keys:[@KeyListEntry] NextMarker:s(1,1024) Truncated:b}\n" \
	"ListResourceTagsResponse={Tags:[@Tag] NextMarker:s(1,1024) Truncated:b}\n" \
	"MacAlgorithmSpec=\"HMAC_SHA_224|HMAC_SHA_256|HMAC_SHA_384|HMAC_SHA_512\"\n" \
	"MultiRegionConfiguration={MultiRegionKeyType:@MultiRegionKeyType PrimaryKey:@MultiRegionKey" \
	" ReplicaKeys:[@MultiRegionKey]}\n" \
	"MultiRegionKey={Arn:s(20,2048) Region:s(1,32)}\n" \
	"MultiRegionKeyType=\"PRIMARY|REPLICA\"\n" \
	"OriginType=\"AWS_KMS|EXTERNAL|AWS_CLOUDHSM|EXTERNAL_KEY_STORE\"\n" \
	"ReEncryptResponse={CiphertextBlob:s(1,6144) SourceKeyId:s(1,2048) KeyId:s(1,2048)" \
	" SourceEncryptionAlgorithm:@EncryptionAlgorithmSpec DestinationEncryptionAlgorithm:@EncryptionAlgorithmSpec}\n" \
	"ReplicateKeyResponse={ReplicaKeyMetadata:@KeyMetadata ReplicaPolicy:s(1,131072) ReplicaTags:[@Tag]}\n" \
	"ScheduleKeyDeletionResponse={KeyId:s(1,2048) DeletionDate:s KeyState:@KeyState PendingWindowInDays:n(1,365)}\n" \
	"SignResponse={KeyId:s(1,2048) Signature:s(1,6144) SigningAlgorithm:@SigningAlgorithmSpec}\n" \
	"SigningAlgorithmSpec=\"RSASSA_PSS_SHA_256|RSASSA_PSS_SHA_384|RSASSA_PSS_SHA_512|RSASSA_PKCS1_V1_5_SHA_256|RSAS" \
	"SA_PKCS1_V1_5_SHA_384|RSASSA_PKCS1_V1_5_SHA_512|ECDSA_SHA_256|ECDSA_SHA_384|ECDSA_SHA_512|SM2DSA\"\n" \
	"Tag={TagKey!:s(1,128) TagValue!:s(0,256)}\n" \
	"UpdateCustomKeyStoreResponse={}\n" \
	"VerifyMacResponse={KeyId:s(1,2048) MacValid:b MacAlgorithm:@MacAlgorithmSpec}\n" \
	"VerifyResponse={KeyId:s(1,2048) SignatureValid:b SigningAlgorithm:@SigningAlgorithmSpec}\n" \
	"XksKeyConfigurationType={Id:s(1,128)}\n" \
	"XksProxyConfigurationType={Connectivity:@XksProxyConnectivityType AccessKeyId:s(20,30) UriEndpoint:s(10,128)" \
	" UriPath:s(10,128) VpcEndpointServiceName:s(20,64)}\n" \
	"XksProxyConnectivityType=\"PUBLIC_ENDPOINT|VPC_ENDPOINT_SERVICE\"\n"

#define MODEL_S3 \
	"!abortMultipartUpload=@AbortMultipartUploadOutput\n" \
	"!completeMultipartUpload=@CompleteMultipartUploadOutput\n" \
	"!copyObject=@CopyObjectOutput\n" \
	"!createBucket=@CreateBucketOutput\n" \
	"!createMultipartUpload=@CreateMultipartUploadOutput\n" \
	"!deleteObject=@DeleteObjectOutput\n" \
	"!deleteObjectTagging=@DeleteObjectTaggingOutput\n" \
	"!deleteObjects=@DeleteObjectsOutput\n" \
	"!getBucketAccelerateConfiguration=@GetBucketAccelerateConfigurationOutput\n" \
	"!getBucketAcl=@GetBucketAclOutput\n" \
	"!getBucketAnalyticsConfiguration=@GetBucketAnalyticsConfigurationOutput\n" \
	"!getBucketCors=@GetBucketCorsOutput\n" \
	"!getBucketEncryption=@GetBucketEncryptionOutput\n" \
	"!getBucketIntelligentTieringConfiguration=@GetBucketIntelligentTieringConfigurationOutput\n" \
	"!getBucketInventoryConfiguration=@GetBucketInventoryConfigurationOutput\n" \
	"!getBucketLifecycle=@GetBucketLifecycleOutput\n" \
	"!getBucketLifecycleConfiguration=@GetBucketLifecycleConfigurationOutput\n" \
	"!getBucketLocation=@GetBucketLocationOutput\n" \
	"!getBucketLogging=@GetBucketLoggingOutput\n" \
	"!getBucketMetricsConfiguration=@GetBucketMetricsConfigurationOutput\n" \
	"!getBucketNotification=@NotificationConfigurationDeprecated\n" \
	"!getBucketNotificationConfiguration=@NotificationConfiguration\n" \
	"!getBucketOwnershipControls=@GetBucketOwnershipControlsOutput\n" \
	"!getBucketPolicy=@GetBucketPolicyOutput\n" \
	"!getBucketPolicyStatus=@GetBucketPolicyStatusOutput\n" \
	"!getBucketReplication=@GetBucketReplicationOutput\n" \
	"!getBucketRequestPayment=@GetBucketRequestPaymentOutput\n" \
	"!getBucketTagging=@GetBucketTaggingOutput\n" \
	"!getBucketVersioning=@GetBucketVersioningOutput\n" \
	"!getBucketWebsite=@GetBucketWebsiteOutput\n" \
	"!getObject=@GetObjectOutput\n" \
	"!getObjectAcl=@GetObjectAclOutput\n" \
	"!getObjectAttributes=@GetObjectAttributesOutput\n" \
	"!getObjectLegalHold=@GetObjectLegalHoldOutput\n" \
	"!getObjectLockConfiguration=@GetObjectLockConfigurationOutput\n" \
	"!getObjectRetention=@GetObjectRetentionOutput\n" \
	"!getObjectTagging=@GetObjectTaggingOutput\n" \
	"!getObjectTorrent=@GetObjectTorrentOutput\n" \
	"!getPublicAccessBlock=@GetPublicAccessBlockOutput\n" \
	"!headObject=@HeadObjectOutput\n" \
	"!listBucketAnalyticsConfigurations=@ListBucketAnalyticsConfigurationsOutput\n" \
	"!listBucketIntelligentTieringConfigurations=@ListBucketIntelligentTieringConfigurationsOutput\n" \
	"!listBucketInventoryConfigurations=@ListBucketInventoryConfigurationsOutput\n" \
	"!listBucketMetricsConfigurations=@ListBucketMetricsConfigurationsOutput\n" \
	"!listBuckets=@ListBucketsOutput\n" \
	"!listMultipartUploads=@ListMultipartUploadsOutput\n" \
	"!listObjectVersions=@ListObjectVersionsOutput\n" \
	"!listObjects=@ListObjectsOutput\n" \
	"!listObjectsV2=@ListObjectsV2Output\n" \
	"!listParts=@ListPartsOutput\n" \
	"!putObject=@PutObjectOutput\n" \
	"!putObjectAcl=@PutObjectAclOutput\n" \
	"!putObjectLegalHold=@PutObjectLegalHoldOutput\n" \
	"!putObjectLockConfiguration=@PutObjectLockConfigurationOutput\n" \
	"!putObjectRetention=@PutObjectRetentionOutput\n" \
	"!putObjectTagging=@PutObjectTaggingOutput\n" \
	"!restoreObject=@RestoreObjectOutput\n" \
	"!selectObjectContent=@SelectObjectContentOutput\n" \
	"!uploadPart=@UploadPartOutput\n" \
	"!uploadPartCopy=@UploadPartCopyOutput\n" \
	"AbortIncompleteMultipartUpload={DaysAfterInitiation:n}\n" \
	"AbortMultipartUploadOutput={RequestCharged:@RequestCharged}\n" \
	"AccessControlTranslation={Owner!:@OwnerOverride}\n" \
	"AnalyticsAndOperator={Prefix:s Tags:[@Tag]}\n" \
	"AnalyticsConfiguration={Id!:s Filter:@AnalyticsFilter StorageClassAnalysis!:@StorageClassAnalysis}\n" \
	"AnalyticsExportDestination={S3BucketDestination!:@AnalyticsS3BucketDestination}\n" \
	"AnalyticsFilter={Prefix:s Tag:@Tag And:@AnalyticsAndOperator}\n" \
	"AnalyticsS3BucketDestination={Format!:@AnalyticsS3ExportFileFormat BucketAccountId:s Bucket!:s Prefix:s}\n" \
	"AnalyticsS3ExportFileFormat=\"CSV\"\n" \
	"ArchiveStatus=\"ARCHIVE_ACCESS|DEEP_ARCHIVE_ACCESS\"\n" \
	"Bucket={Name:s CreationDate:s}\n" \
	"BucketAccelerateStatus=\"Enabled|Suspended\"\n" \
	"BucketLocationConstraint=\"af-south-1|ap-east-1|ap-northeast-1|ap-northeast-2|ap-northeast-3|ap-south-1|ap-sou" \
	"theast-1|ap-southeast-2|ap-southeast-3|ca-central-1|cn-north-1|cn-northwest-1|EU|eu-central-1|eu-north-1|eu-so" \
	"uth-1|eu-west-1|eu-west-2|eu-west-3|me-south-1|sa-east-1|us-east-2|us-gov-east-1|us-gov-west-1|us-west-1|us-we" \
	"st-2\"\n" \
	"BucketLogsPermission=\"FULL_CONTROL|READ|WRITE\"\n" \
	"BucketVersioningStatus=\"Enabled|Suspended\"\n" \
	"CORSRule={ID:s AllowedHeaders:[s] AllowedMethods!:[s] AllowedOrigins!:[s] ExposeHeaders:[s] MaxAgeSeconds:n}\n" \
	"Checksum={ChecksumCRC32:s ChecksumCRC32C:s ChecksumSHA1:s ChecksumSHA256:s}\n" \
	"ChecksumAlgorithm=\"CRC32|CRC32C|SHA1|SHA256\"\n" \
	"CloudFunctionConfiguration={Id:s Event:@Event Events:[@Event] CloudFunction:s InvocationRole:s}\n" \
	"CommonPrefix={Prefix:s}\n" \
	"CompleteMultipartUploadOutput={Location:s Bucket:s Key:s(1,) Expiration:s ETag:s ChecksumCRC32:s" \
	" ChecksumCRC32C:s ChecksumSHA1:s ChecksumSHA256:s ServerSideEncryption:@ServerSideEncryption VersionId:s" \
	" SSEKMSKeyId:s BucketKeyEnabled:b RequestCharged:@RequestCharged}\n" \
	"Condition={HttpErrorCodeReturnedEquals:s KeyPrefixEquals:s}\n" \
	"ContinuationEvent={}\n" \
	"CopyObjectOutput={CopyObjectResult:@CopyObjectResult Expiration:s CopySourceVersionId:s VersionId:s" \
	" ServerSideEncryption:@ServerSideEncryption SSECustomerAlgorithm:s SSECustomerKeyMD5:s SSEKMSKeyId:s" \
	" SSEKMSEncryptionContext:s BucketKeyEnabled:b RequestCharged:@RequestCharged}\n" \
	"CopyObjectResult={ETag:s LastModified:s ChecksumCRC32:s ChecksumCRC32C:s ChecksumSHA1:s ChecksumSHA256:s}\n" \
	"CopyPartResult={ETag:s LastModified:s ChecksumCRC32:s ChecksumCRC32C:s ChecksumSHA1:s ChecksumSHA256:s}\n" \
	"CreateBucketOutput={Location:s}\n" \
	"CreateMultipartUploadOutput={AbortDate:s AbortRuleId:s Bucket:s Key:s(1,) UploadId:s" \
	" ServerSideEncryption:@ServerSideEncryption SSECustomerAlgorithm:s SSECustomerKeyMD5:s SSEKMSKeyId:s" \
	" SSEKMSEncryptionContext:s BucketKeyEnabled:b RequestCharged:@RequestCharged" \
	" ChecksumAlgorithm:@ChecksumAlgorithm}\n" \
	"DefaultRetention={Mode:@ObjectLockRetentionMode Days:n Years:n}\n" \
	"DeleteMarkerEntry={Owner:@Owner Key:s(1,) VersionId:s IsLatest:b LastModified:s}\n" \
	"DeleteMarkerReplication={Status:@DeleteMarkerReplicationStatus}\n" \
	"DeleteMarkerReplicationStatus=\"Enabled|Disabled\"\n" \
	"DeleteObjectOutput={DeleteMarker:b VersionId:s RequestCharged:@RequestCharged}\n" \
	"DeleteObjectTaggingOutput={VersionId:s}\n" \
	"DeleteObjectsOutput={Deleted:[@DeletedObject] RequestCharged:@RequestCharged Errors:[@Error]}\n" \
	"DeletedObject={Key:s(1,) VersionId:s DeleteMarker:b DeleteMarkerVersionId:s}\n" \
	"Destination={Bucket!:s Account:s StorageClass:@StorageClass" \
	" AccessControlTranslation:@AccessControlTranslation EncryptionConfiguration:@EncryptionConfiguration" \
	" ReplicationTime:@ReplicationTime Metrics:@Metrics}\n" \
	"EncodingType=\"url\"\n" \
	"EncryptionConfiguration={ReplicaKmsKeyID:s}\n" \
	"EndEvent={}\n" \
	"Error={Key:s(1,) VersionId:s Code:s Message:s}\n" \
	"ErrorDocument={Key!:s(1,)}\n" \
	"Event=\"s3:ReducedRedundancyLostObject|s3:ObjectCreated:*|s3:ObjectCreated:Put|s3:ObjectCreated:Post|s3:Object" \
	"Created:Copy|s3:ObjectCreated:CompleteMultipartUpload|s3:ObjectRemoved:*|s3:ObjectRemoved:Delete|s3:ObjectRemo" \
	"ved:DeleteMarkerCreated|s3:ObjectRestore:*|s3:ObjectRestore:Post|s3:ObjectRestore:Completed|s3:Replication:*|s" \
	"3:Replication:OperationFailedReplication|s3:Replication:OperationNotTracked|s3:Replication:OperationMissedThre" \
	"shold|s3:Replication:OperationReplicatedAfterThreshold|s3:ObjectRestore:Delete|s3:LifecycleTransition|s3:Intel" \
	"ligentTiering|s3:ObjectAcl:Put|s3:LifecycleExpiration:*|s3:LifecycleExpiration:Delete|s3:LifecycleExpiration:D" \
	"eleteMarkerCreated|s3:ObjectTagging:*|s3:ObjectTagging:Put|s3:ObjectTagging:Delete\"\n" \
	"EventBridgeConfiguration={}\n" \
	"ExistingObjectReplication={Status!:@ExistingObjectReplicationStatus}\n" \
	"ExistingObjectReplicationStatus=\"Enabled|Disabled\"\n" \
	"ExpirationStatus=\"Enabled|Disabled\"\n" \
	"FilterRule={Name:@FilterRuleName Value:s}\n" \
	"FilterRuleName=\"prefix|suffix\"\n" \
	"GetBucketAccelerateConfigurationOutput={Status:@BucketAccelerateStatus}\n" \
	"GetBucketAclOutput={Owner:@Owner Grants:[@Grant]}\n" \
	"GetBucketAnalyticsConfigurationOutput={AnalyticsConfiguration:@AnalyticsConfiguration}\n" \
	"GetBucketCorsOutput={CORSRules:[@CORSRule]}\n" \
	"GetBucketEncryptionOutput={ServerSideEncryptionConfiguration:@ServerSideEncryptionConfiguration}\n" \
	"GetBucketIntelligentTieringConfigurationOutput={IntelligentTieringConfiguration:@IntelligentTieringConfigurati" \
	"on}\n" \
	"GetBucketInventoryConfigurationOutput={InventoryConfiguration:@InventoryConfiguration}\n" \
	"GetBucketLifecycleConfigurationOutput={Rules:[@LifecycleRule]}\n" \
	"GetBucketLifecycleOutput={Rules:[@Rule]}\n" \
	"GetBucketLocationOutput={LocationConstraint:@BucketLocationConstraint}\n" \
	"GetBucketLoggingOutput={LoggingEnabled:@LoggingEnabled}\n" \
	"GetBucketMetricsConfigurationOutput={MetricsConfiguration:@MetricsConfiguration}\n" \
	"GetBucketOwnershipControlsOutput={OwnershipControls:@OwnershipControls}\n" \
	"GetBucketPolicyOutput={Policy:s}\n" \
	"GetBucketPolicyStatusOutput={PolicyStatus:@PolicyStatus}\n" \
	"GetBucketReplicationOutput={ReplicationConfiguration:@ReplicationConfiguration}\n" \
	"GetBucketRequestPaymentOutput={Payer:@Payer}\n" \
	"GetBucketTaggingOutput={TagSet!:[@Tag]}\n" \
	"GetBucketVersioningOutput={Status:@BucketVersioningStatus MFADelete:@MFADeleteStatus}\n" \
	"GetBucketWebsiteOutput={RedirectAllRequestsTo:@RedirectAllRequestsTo IndexDocument:@IndexDocument" \
	" ErrorDocument:@ErrorDocument RoutingRules:[@RoutingRule]}\n" \
	"GetObjectAclOutput={Owner:@Owner Grants:[@Grant] RequestCharged:@RequestCharged}\n" \
	"GetObjectAttributesOutput={DeleteMarker:b LastModified:s VersionId:s RequestCharged:@RequestCharged ETag:s" \
	" Checksum:@Checksum ObjectParts:@GetObjectAttributesParts StorageClass:@StorageClass ObjectSize:n}\n" \
	"GetObjectAttributesParts={TotalPartsCount:n PartNumberMarker:n NextPartNumberMarker:n MaxParts:n" \
	" IsTruncated:b Parts:[@ObjectPart]}\n" \
	"GetObjectLegalHoldOutput={LegalHold:@ObjectLockLegalHold}\n" \
	"GetObjectLockConfigurationOutput={ObjectLockConfiguration:@ObjectLockConfiguration}\n" \
	"GetObjectOutput={Body:s DeleteMarker:b AcceptRanges:s Expiration:s Restore:s LastModified:s ContentLength:n" \
	" ETag:s ChecksumCRC32:s ChecksumCRC32C:s ChecksumSHA1:s ChecksumSHA256:s MissingMeta:n VersionId:s" \
	" CacheControl:s ContentDisposition:s ContentEncoding:s ContentLanguage:s ContentRange:s ContentType:s" \
	" Expires:s WebsiteRedirectLocation:s ServerSideEncryption:@ServerSideEncryption Metadata:<s>" \
	" SSECustomerAlgorithm:s SSECustomerKeyMD5:s SSEKMSKeyId:s BucketKeyEnabled:b StorageClass:@StorageClass" \
	" RequestCharged:@RequestCharged ReplicationStatus:@ReplicationStatus PartsCount:n TagCount:n" \
	" ObjectLockMode:@ObjectLockMode ObjectLockRetainUntilDate:s" \
	" ObjectLockLegalHoldStatus:@ObjectLockLegalHoldStatus}\n" \
	"GetObjectRetentionOutput={Retention:@ObjectLockRetention}\n" \
	"GetObjectTaggingOutput={VersionId:s TagSet!:[@Tag]}\n" \
	"GetObjectTorrentOutput={Body:s RequestCharged:@RequestCharged}\n" \
	"GetPublicAccessBlockOutput={PublicAccessBlockConfiguration:@PublicAccessBlockConfiguration}\n" \
	"Grant={Grantee:@Grantee Permission:@Permission}\n" \
	"Grantee={DisplayName:s EmailAddress:s ID:s Type!:@Type URI:s}\n" \
	"HeadObjectOutput={DeleteMarker:b AcceptRanges:s Expiration:s Restore:s ArchiveStatus:@ArchiveStatus" \
	" LastModified:s ContentLength:n ChecksumCRC32:s ChecksumCRC32C:s ChecksumSHA1:s ChecksumSHA256:s ETag:s" \
	" MissingMeta:n VersionId:s CacheControl:s ContentDisposition:s ContentEncoding:s ContentLanguage:s" \
	" ContentType:s Expires:s WebsiteRedirectLocation:s ServerSideEncryption:@ServerSideEncryption Metadata:<s>" \
	" SSECustomerAlgorithm:s SSECustomerKeyMD5:s SSEKMSKeyId:s BucketKeyEnabled:b StorageClass:@StorageClass" \
	" RequestCharged:@RequestCharged ReplicationStatus:@ReplicationStatus PartsCount:n" \
	" ObjectLockMode:@ObjectLockMode ObjectLockRetainUntilDate:s" \
	" ObjectLockLegalHoldStatus:@ObjectLockLegalHoldStatus}\n" \
	"IndexDocument={Suffix!:s}\n" \
	"Initiator={ID:s DisplayName:s}\n" \
	"IntelligentTieringAccessTier=\"ARCHIVE_ACCESS|DEEP_ARCHIVE_ACCESS\"\n" \
	"IntelligentTieringAndOperator={Prefix:s Tags:[@Tag]}\n" \
	"IntelligentTieringConfiguration={Id!:s Filter:@IntelligentTieringFilter Status!:@IntelligentTieringStatus" \
	" Tierings!:[@Tiering]}\n" \
	"IntelligentTieringFilter={Prefix:s Tag:@Tag And:@IntelligentTieringAndOperator}\n" \
	"IntelligentTieringStatus=\"Enabled|Disabled\"\n" \
	"InventoryConfiguration={Destination!:@InventoryDestination IsEnabled!:b Filter:@InventoryFilter Id!:s" \
	" IncludedObjectVersions!:@InventoryIncludedObjectVersions OptionalFields:[@InventoryOptionalField]" \
	" Schedule!:@InventorySchedule}\n" \
	"InventoryDestination={S3BucketDestination!:@InventoryS3BucketDestination}\n" \
	"InventoryEncryption={SSES3:@SSES3 SSEKMS:@SSEKMS}\n" \
	"InventoryFilter={Prefix!:s}\n" \
	"InventoryFormat=\"CSV|ORC|Parquet\"\n" \
	"InventoryFrequency=\"Daily|Weekly\"\n" \
	"InventoryIncludedObjectVersions=\"All|Current\"\n" \
	"InventoryOptionalField=\"Size|LastModifiedDate|StorageClass|ETag|IsMultipartUploaded|ReplicationStatus|Encrypt" \
	"ionStatus|ObjectLockRetainUntilDate|ObjectLockMode|ObjectLockLegalHoldStatus|IntelligentTieringAccessTier|Buck" \
	"etKeyStatus|ChecksumAlgorithm\"\n" \
	"InventoryS3BucketDestination={AccountId:s Bucket!:s Format!:@InventoryFormat Prefix:s" \
	" Encryption:@InventoryEncryption}\n" \
	"InventorySchedule={Frequency!:@InventoryFrequency}\n" \
	"LambdaFunctionConfiguration={Id:s LambdaFunctionArn!:s Events!:[@Event]" \
	" Filter:@NotificationConfigurationFilter}\n" \
	"LifecycleExpiration={Date:s Days:n ExpiredObjectDeleteMarker:b}\n" \
	"LifecycleRule={Expiration:@LifecycleExpiration ID:s Prefix:s Filter:@LifecycleRuleFilter" \
	" Status!:@ExpirationStatus Transitions:[@Transition]" \
	" NoncurrentVersionTransitions:[@NoncurrentVersionTransition]" \
	" NoncurrentVersionExpiration:@NoncurrentVersionExpiration" \
	" AbortIncompleteMultipartUpload:@AbortIncompleteMultipartUpload}\n" \
	"LifecycleRuleAndOperator={Prefix:s Tags:[@Tag] ObjectSizeGreaterThan:n ObjectSizeLessThan:n}\n" \
	"LifecycleRuleFilter={Prefix:s Tag:@Tag ObjectSizeGreaterThan:n ObjectSizeLessThan:n" \
	" And:@LifecycleRuleAndOperator}\n" \
	"ListBucketAnalyticsConfigurationsOutput={IsTruncated:b ContinuationToken:s NextContinuationToken:s" \
	" AnalyticsConfigurationList:[@AnalyticsConfiguration]}\n" \
	"ListBucketIntelligentTieringConfigurationsOutput={IsTruncated:b ContinuationToken:s NextContinuationToken:s" \
	" IntelligentTieringConfigurationList:[@IntelligentTieringConfiguration]}\n" \
	"ListBucketInventoryConfigurationsOutput={ContinuationToken:s" \
	" InventoryConfigurationList:[@InventoryConfiguration] IsTruncated:b NextContinuationToken:s}\n" \
	"ListBucketMetricsConfigurationsOutput={IsTruncated:b ContinuationToken:s NextContinuationToken:s" \
	" MetricsConfigurationList:[@MetricsConfiguration]}\n" \
	"ListBucketsOutput={Buckets:[@Bucket] Owner:@Owner}\n" \
	"ListMultipartUploadsOutput={Bucket:s KeyMarker:s UploadIdMarker:s NextKeyMarker:s Prefix:s Delimiter:s" \
	" NextUploadIdMarker:s MaxUploads:n IsTruncated:b Uploads:[@MultipartUpload] CommonPrefixes:[@CommonPrefix]" \
	" EncodingType:@EncodingType}\n" \
	"ListObjectVersionsOutput={IsTruncated:b KeyMarker:s VersionIdMarker:s NextKeyMarker:s NextVersionIdMarker:s" \
	" Versions:[@ObjectVersion] DeleteMarkers:[@DeleteMarkerEntry] Name:s Prefix:s Delimiter:s MaxKeys:n" \
	" CommonPrefixes:[@CommonPrefix] EncodingType:@EncodingType}\n" \
	"ListObjectsOutput={IsTruncated:b Marker:s NextMarker:s Contents:[@Object] Name:s Prefix:s Delimiter:s" \
	" MaxKeys:n CommonPrefixes:[@CommonPrefix] EncodingType:@EncodingType}\n" \
	"ListObjectsV2Output={IsTruncated:b Contents:[@Object] Name:s Prefix:s Delimiter:s MaxKeys:n" \
	" CommonPrefixes:[@CommonPrefix] EncodingType:@EncodingType KeyCount:n ContinuationToken:s" \
	" NextContinuationToken:s StartAfter:s}\n" \
	"ListPartsOutput={AbortDate:s AbortRuleId:s Bucket:s Key:s(1,) UploadId:s PartNumberMarker:n" \
	" NextPartNumberMarker:n MaxParts:n IsTruncated:b Parts:[@Part] Initiator:@Initiator Owner:@Owner" \
	" StorageClass:@StorageClass RequestCharged:@RequestCharged ChecksumAlgorithm:@ChecksumAlgorithm}\n" \
	"LoggingEnabled={TargetBucket!:s TargetGrants:[@TargetGrant] TargetPrefix!:s}\n" \
	"MFADeleteStatus=\"Enabled|Disabled\"\n" \
	"Metrics={Status!:@MetricsStatus EventThreshold:@ReplicationTimeValue}\n" \
	"MetricsAndOperator={Prefix:s Tags:[@Tag] AccessPointArn:s}\n" \
	"MetricsConfiguration={Id!:s Filter:@MetricsFilter}\n" \
	"MetricsFilter={Prefix:s Tag:@Tag AccessPointArn:s And:@MetricsAndOperator}\n" \
	"MetricsStatus=\"Enabled|Disabled\"\n" \
	"MultipartUpload={UploadId:s Key:s(1,) Initiated:s StorageClass:@StorageClass Owner:@Owner" \
	" Initiator:@Initiator ChecksumAlgorithm:@ChecksumAlgorithm}\n" \
	"NoncurrentVersionExpiration={NoncurrentDays:n NewerNoncurrentVersions:n}\n" \
	"NoncurrentVersionTransition={NoncurrentDays:n StorageClass:@TransitionStorageClass" \
	" NewerNoncurrentVersions:n}\n" \
	"NotificationConfiguration={TopicConfigurations:[@TopicConfiguration]" \
	" QueueConfigurations:[@QueueConfiguration] LambdaFunctionConfigurations:[@LambdaFunctionConfiguration]" \
	" EventBridgeConfiguration:@EventBridgeConfiguration}\n" \
	"NotificationConfigurationDeprecated={TopicConfiguration:@TopicConfigurationDeprecated" \
	" QueueConfiguration:@QueueConfigurationDeprecated CloudFunctionConfiguration:@CloudFunctionConfiguration}\n" \
	"NotificationConfigurationFilter={Key:@S3KeyFilter}\n" \
	"Object={Key:s(1,) LastModified:s ETag:s ChecksumAlgorithm:[@ChecksumAlgorithm] Size:n" \
	" StorageClass:@ObjectStorageClass Owner:@Owner}\n" \
	"ObjectLockConfiguration={ObjectLockEnabled:@ObjectLockEnabled Rule:@ObjectLockRule}\n" \
	"ObjectLockEnabled=\"Enabled\"\n" \
	"ObjectLockLegalHold={Status:@ObjectLockLegalHoldStatus}\n" \
	"ObjectLockLegalHoldStatus=\"ON|OFF\"\n" \
	"ObjectLockMode=\"GOVERNANCE|COMPLIANCE\"\n" \
	"ObjectLockRetention={Mode:@ObjectLockRetentionMode RetainUntilDate:s}\n" \
	"ObjectLockRetentionMode=\"GOVERNANCE|COMPLIANCE\"\n" \
	"ObjectLockRule={DefaultRetention:@DefaultRetention}\n" \
	"ObjectOwnership=\"BucketOwnerPreferred|ObjectWriter|BucketOwnerEnforced\"\n" \
	"ObjectPart={PartNumber:n Size:n ChecksumCRC32:s ChecksumCRC32C:s ChecksumSHA1:s ChecksumSHA256:s}\n" \
	"ObjectStorageClass=\"STANDARD|REDUCED_REDUNDANCY|GLACIER|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|DEEP_ARCHI" \
	"VE|OUTPOSTS|GLACIER_IR\"\n" \
	"ObjectVersion={ETag:s ChecksumAlgorithm:[@ChecksumAlgorithm] Size:n StorageClass:@ObjectVersionStorageClass" \
	" Key:s(1,) VersionId:s IsLatest:b LastModified:s Owner:@Owner}\n" \
	"ObjectVersionStorageClass=\"STANDARD\"\n" \
	"Owner={DisplayName:s ID:s}\n" \
	"OwnerOverride=\"Destination\"\n" \
	"OwnershipControls={Rules!:[@OwnershipControlsRule]}\n" \
	"OwnershipControlsRule={ObjectOwnership!:@ObjectOwnership}\n" \
	"Part={PartNumber:n LastModified:s ETag:s Size:n ChecksumCRC32:s ChecksumCRC32C:s ChecksumSHA1:s" \
	" ChecksumSHA256:s}\n" \
	"Payer=\"Requester|BucketOwner\"\n" \
	"Permission=\"FULL_CONTROL|WRITE|WRITE_ACP|READ|READ_ACP\"\n" \
	"PolicyStatus={IsPublic:b}\n" \
	"Progress={BytesScanned:n BytesProcessed:n BytesReturned:n}\n" \
	"ProgressEvent={Details:@Progress}\n" \
	"Protocol=\"http|https\"\n" \
	"PublicAccessBlockConfiguration={BlockPublicAcls:b IgnorePublicAcls:b BlockPublicPolicy:b" \
	" RestrictPublicBuckets:b}\n" \
	"PutObjectAclOutput={RequestCharged:@RequestCharged}\n" \
	"PutObjectLegalHoldOutput={RequestCharged:@RequestCharged}\n" \
	"PutObjectLockConfigurationOutput={RequestCharged:@RequestCharged}\n" \
	"PutObjectOutput={Expiration:s ETag:s ChecksumCRC32:s ChecksumCRC32C:s ChecksumSHA1:s ChecksumSHA256:s" \
	" ServerSideEncryption:@ServerSideEncryption VersionId:s SSECustomerAlgorithm:s SSECustomerKeyMD5:s" \
	" SSEKMSKeyId:s SSEKMSEncryptionContext:s BucketKeyEnabled:b RequestCharged:@RequestCharged}\n" \
	"PutObjectRetentionOutput={RequestCharged:@RequestCharged}\n" \
	"PutObjectTaggingOutput={VersionId:s}\n" \
	"QueueConfiguration={Id:s QueueArn!:s Events!:[@Event] Filter:@NotificationConfigurationFilter}\n" \
	"QueueConfigurationDeprecated={Id:s Event:@Event Events:[@Event] Queue:s}\n" \
	"RecordsEvent={Payload:s}\n" \
	"Redirect={HostName:s HttpRedirectCode:s Protocol:@Protocol ReplaceKeyPrefixWith:s ReplaceKeyWith:s}\n" \
	"RedirectAllRequestsTo={HostName!:s Protocol:@Protocol}\n" \
	"ReplicaModifications={Status!:@ReplicaModificationsStatus}\n" \
	"ReplicaModificationsStatus=\"Enabled|Disabled\"\n" \
	"ReplicationConfiguration={Role!:s Rules!:[@ReplicationRule]}\n" \
	"ReplicationRule={ID:s Priority:n Prefix:s Filter:@ReplicationRuleFilter Status!:@ReplicationRuleStatus" \
	" SourceSelectionCriteria:@SourceSelectionCriteria ExistingObjectReplication:@ExistingObjectReplication" \
	" Destination!:@Destination DeleteMarkerReplication:@DeleteMarkerReplication}\n" \
	"ReplicationRuleAndOperator={Prefix:s Tags:[@Tag]}\n" \
	"ReplicationRuleFilter={Prefix:s Tag:@Tag And:@ReplicationRuleAndOperator}\n" \
	"ReplicationRuleStatus=\"Enabled|Disabled\"\n" \
	"ReplicationStatus=\"COMPLETE|PENDING|FAILED|REPLICA\"\n" \
	"ReplicationTime={Status!:@ReplicationTimeStatus Time!:@ReplicationTimeValue}\n" \
	"ReplicationTimeStatus=\"Enabled|Disabled\"\n" \
	"ReplicationTimeValue={Minutes:n}\n" \
	"RequestCharged=\"requester\"\n" \
	"RestoreObjectOutput={RequestCharged:@RequestCharged RestoreOutputPath:s}\n" \
	"RoutingRule={Condition:@Condition Redirect!:@Redirect}\n" \
	"Rule={Expiration:@LifecycleExpiration ID:s Prefix!:s Status!:@ExpirationStatus Transition:@Transition" \
	" NoncurrentVersionTransition:@NoncurrentVersionTransition" \
	" NoncurrentVersionExpiration:@NoncurrentVersionExpiration" \
	" AbortIncompleteMultipartUpload:@AbortIncompleteMultipartUpload}\n" \
	"S3KeyFilter={FilterRules:[@FilterRule]}\n" \
	"SSEKMS={KeyId!:s}\n" \
	"SSES3={}\n" \
	"SelectObjectContentEventStream={Records:@RecordsEvent Stats:@StatsEvent Progress:@ProgressEvent" \
	" Cont:@ContinuationEvent End:@EndEvent}\n" \
	"SelectObjectContentOutput={Payload:@SelectObjectContentEventStream}\n" \
	"ServerSideEncryption=\"AES256|aws:kms\"\n" \
	"ServerSideEncryptionByDefault={SSEAlgorithm!:@ServerSideEncryption KMSMasterKeyID:s}\n" \
	"ServerSideEncryptionConfiguration={Rules!:[@ServerSideEncryptionRule]}\n" \
	"ServerSideEncryptionRule={ApplyServerSideEncryptionByDefault:@ServerSideEncryptionByDefault" \
	" BucketKeyEnabled:b}\n" \
	"SourceSelectionCriteria={SseKmsEncryptedObjects:@SseKmsEncryptedObjects" \
	" ReplicaModifications:@ReplicaModifications}\n" \
	"SseKmsEncryptedObjects={Status!:@SseKmsEncryptedObjectsStatus}\n" \
	"SseKmsEncryptedObjectsStatus=\"Enabled|Disabled\"\n" \
	"Stats={BytesScanned:n BytesProcessed:n BytesReturned:n}\n" \
	"StatsEvent={Details:@Stats}\n" \
	"StorageClass=\"STANDARD|REDUCED_REDUNDANCY|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|GLACIER|DEEP_ARCHIVE|OUT" \
	"POSTS|GLACIER_IR\"\n" \
	"StorageClassAnalysis={DataExport:@StorageClassAnalysisDataExport}\n" \
	"StorageClassAnalysisDataExport={OutputSchemaVersion!:@StorageClassAnalysisSchemaVersion" \
	" Destination!:@AnalyticsExportDestination}\n" \
	"StorageClassAnalysisSchemaVersion=\"V_1\"\n" \
	"Tag={Key!:s(1,) Value!:s}\n" \
	"TargetGrant={Grantee:@Grantee Permission:@BucketLogsPermission}\n" \
	"Tiering={Days!:n AccessTier!:@IntelligentTieringAccessTier}\n" \
	"TopicConfiguration={Id:s TopicArn!:s Events!:[@Event] Filter:@NotificationConfigurationFilter}\n" \
	"TopicConfigurationDeprecated={Id:s Events:[@Event] Event:@Event Topic:s}\n" \
	"Transition={Date:s Days:n StorageClass:@TransitionStorageClass}\n" \
	"TransitionStorageClass=\"GLACIER|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|DEEP_ARCHIVE|GLACIER_IR\"\n" \
	"Type=\"CanonicalUser|AmazonCustomerByEmail|Group\"\n" \
	"UploadPartCopyOutput={CopySourceVersionId:s CopyPartResult:@CopyPartResult" \
	" ServerSideEncryption:@ServerSideEncryption SSECustomerAlgorithm:s SSECustomerKeyMD5:s SSEKMSKeyId:s" \
	" BucketKeyEnabled:b RequestCharged:@RequestCharged}\n" \
	"UploadPartOutput={ServerSideEncryption:@ServerSideEncryption ETag:s ChecksumCRC32:s ChecksumCRC32C:s" \
	" ChecksumSHA1:s ChecksumSHA256:s SSECustomerAlgorithm:s SSECustomerKeyMD5:s SSEKMSKeyId:s BucketKeyEnabled:b" \
	" RequestCharged:@RequestCharged}\n"

#define MODEL_SECRETSMANAGER \
	"!cancelRotateSecret=@CancelRotateSecretResponse\n" \
	"!createSecret=@CreateSecretResponse\n" \
	"!deleteResourcePolicy=@DeleteResourcePolicyResponse\n" \
	"!deleteSecret=@DeleteSecretResponse\n" \
	"!describeSecret=@DescribeSecretResponse\n" \
	"!getRandomPassword=@GetRandomPasswordResponse\n" \
	"!getResourcePolicy=@GetResourcePolicyResponse\n" \
	"!getSecretValue=@GetSecretValueResponse\n" \
	"!listSecretVersionIds=@ListSecretVersionIdsResponse\n" \
	"!listSecrets=@ListSecretsResponse\n" \
	"!putResourcePolicy=@PutResourcePolicyResponse\n" \
	"!putSecretValue=@PutSecretValueResponse\n" \
	"!removeRegionsFromReplication=@RemoveRegionsFromReplicationResponse\n" \
	"!replicateSecretToRegions=@ReplicateSecretToRegionsResponse\n" \
	"!restoreSecret=@RestoreSecretResponse\n" \
	"!rotateSecret=@RotateSecretResponse\n" \
	"!stopReplicationToReplica=@StopReplicationToReplicaResponse\n" \
	"!updateSecret=@UpdateSecretResponse\n" \
	"!updateSecretVersionStage=@UpdateSecretVersionStageResponse\n" \
	"!validateResourcePolicy=@ValidateResourcePolicyResponse\n" \
	"CancelRotateSecretResponse={ARN:s(20,2048) Name:s(1,256) VersionId:s(32,64)}\n" \
	"CreateSecretResponse={ARN:s(20,2048) Name:s(1,256) VersionId:s(32,64)" \
	" ReplicationStatus:[@ReplicationStatusType]}\n" \
	"DeleteResourcePolicyResponse={ARN:s(20,2048) Name:s(1,512)}\n" \
	"DeleteSecretResponse={ARN:s(20,2048) Name:s(1,256) DeletionDate:s}\n" \
	"DescribeSecretResponse={ARN:s(20,2048) Name:s(1,256) Description:s(,2048) KmsKeyId:s(0,2048)" \
	" RotationEnabled:b RotationLambdaARN:s(0,2048) RotationRules:@RotationRulesType LastRotatedDate:s" \
	" LastChangedDate:s LastAccessedDate:s DeletedDate:s Tags:[@Tag] VersionIdsToStages:<[s(1,256)]>" \
	" OwningService:s(1,128) CreatedDate:s PrimaryRegion:s(1,128) ReplicationStatus:[@ReplicationStatusType]}\n" \
	"GetRandomPasswordResponse={RandomPassword:s(0,4096)}\n" \
	"GetResourcePolicyResponse={ARN:s(20,2048) Name:s(1,512) ResourcePolicy:s(1,20480)}\n" \
	"GetSecretValueResponse={ARN:s(20,2048) Name:s(1,256) VersionId:s(32,64) SecretBinary:s(0,65536)" \
	" SecretString:s(0,65536) VersionStages:[s(1,256)] CreatedDate:s}\n" \
	"ListSecretVersionIdsResponse={Versions:[@SecretVersionsListEntry] NextToken:s(1,4096) ARN:s(20,2048)" \
	" Name:s(1,256)}\n" \
	"ListSecretsResponse={SecretList:[@SecretListEntry] NextToken:s(1,4096)}\n" \
	"PutResourcePolicyResponse={ARN:s(20,2048) Name:s(1,512)}\n" \
	"PutSecretValueResponse={ARN:s(20,2048) Name:s(1,256) VersionId:s(32,64) VersionStages:[s(1,256)]}\n" \
	"RemoveRegionsFromReplicationResponse={ARN:s(20,2048) ReplicationStatus:[@ReplicationStatusType]}\n" \
	"ReplicateSecretToRegionsResponse={ARN:s(20,2048) ReplicationStatus:[@ReplicationStatusType]}\n" \
	"ReplicationStatusType={Region:s(1,128) KmsKeyId:s(0,2048) Status:@StatusType StatusMessage:s(1,4096)" \
	" LastAccessedDate:s}\n" \
	"RestoreSecretResponse={ARN:s(20,2048) Name:s(1,256)}\n" \
	"RotateSecretResponse={ARN:s(20,2048) Name:s(1,256) VersionId:s(32,64)}\n" \
	"RotationRulesType={AutomaticallyAfterDays:n(1,1000) Duration:s(2,3) ScheduleExpression:s(1,256)}\n" \
	"SecretListEntry={ARN:s(20,2048) Name:s(1,256) Description:s(,2048) KmsKeyId:s(0,2048) RotationEnabled:b" \
	" RotationLambdaARN:s(0,2048) RotationRules:@RotationRulesType LastRotatedDate:s LastChangedDate:s" \
	" LastAccessedDate:s DeletedDate:s Tags:[@Tag] SecretVersionsToStages:<[s(1,256)]> OwningService:s(1,128)" \
	" CreatedDate:s PrimaryRegion:s(1,128)}\n" \
	"SecretVersionsListEntry={VersionId:s(32,64) VersionStages:[s(1,256)] LastAccessedDate:s CreatedDate:s" \
	" KmsKeyIds:[s(0,2048)]}\n" \
	"StatusType=\"InSync|Failed|InProgress\"\n" \
	"StopReplicationToReplicaResponse={ARN:s(20,2048)}\n" \
	"Tag={Key:s(1,128) Value:s(0,256)}\n" \
	"UpdateSecretResponse={ARN:s(20,2048) Name:s(1,256) VersionId:s(32,64)}\n" \
	"UpdateSecretVersionStageResponse={ARN:s(20,2048) Name:s(1,256)}\n" \
	"ValidateResourcePolicyResponse={PolicyValidationPassed:b ValidationErrors:[@ValidationErrorsEntry]}\n" \
	"ValidationErrorsEntry={CheckName:s(1,512) ErrorMessage:s}\n"

#define SERVICE_MODELS_STORAGE \
	{"dynamodb", MODEL_DYNAMODB}, \
	{"aws-sdk:dynamodb", MODEL_DYNAMODB}, \
	{"aws-sdk:kms", MODEL_KMS}, \
	{"aws-sdk:s3", MODEL_S3}, \
	{"aws-sdk:secretsmanager", MODEL_SECRETSMANAGER}

#endif							/* SFN_SERVICE_MODEL_STORAGE_H */
