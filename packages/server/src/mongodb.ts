export { mongodbStorage, type MongodbOptions } from './storage/mongodb/mongodb-storage.ts';
